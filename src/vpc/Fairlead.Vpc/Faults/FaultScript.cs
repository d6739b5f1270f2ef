using System.Collections.Immutable;

namespace Fairlead.Vpc.Faults;

/// <summary>What goes wrong with a cloud: rules for calls, events at times, and settings that differ from the cloud's.</summary>
public sealed record FaultScript
{
    /// <summary>Where a cloud that is called over HTTP takes a script, below its endpoint.</summary>
    public const string ControlPath = "/_fairlead/faults";

    public static FaultScript None { get; } = new();

    public SettingsWish Settings { get; init; } = new();

    public ImmutableArray<FaultRule> Rules { get; init; } = [];

    public ImmutableArray<FaultEvent> Events { get; init; } = [];

    /// <summary>What probabilities and delays are drawn with: the same seed and the same calls give the same faults.</summary>
    public ulong Seed { get; init; } = 1;

    public TimeSpan LongestLag => Rules.Select(rule => rule.Lag?.Longest ?? TimeSpan.Zero).DefaultIfEmpty().Max();
}
