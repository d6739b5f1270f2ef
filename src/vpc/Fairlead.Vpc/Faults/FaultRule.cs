using System.Collections.Immutable;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Vpc.Faults;

public enum AnswerLoss
{
    None,

    /// <summary>The call never arrived: nothing is done, and nothing answers.</summary>
    Before,

    /// <summary>It is done, and the answer does not arrive.</summary>
    After,
}

/// <summary>Which calls go wrong, and how. What is not said takes any call.</summary>
public sealed record FaultRule
{
    /// <summary>Empty: all.</summary>
    public ImmutableArray<string> Actions { get; init; } = [];

    /// <summary>Parameters and what they must be; of a list, one of its elements.</summary>
    public ImmutableSortedDictionary<string, string> Match { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public CallCount Calls { get; init; } = CallCount.All;

    /// <summary>Share of the calls that are left, drawn by the script's seed.</summary>
    public double Probability { get; init; } = 1;

    /// <summary>Since the script is in use.</summary>
    public TimeSpan From { get; init; }

    public TimeSpan Until { get; init; } = TimeSpan.MaxValue;

    public CloudError? Error { get; init; }

    public AnswerLoss Loss { get; init; }

    public DelayRange Delay { get; init; }

    /// <summary>How old the state is that a description answers from; null: as the settings say.</summary>
    public DelayRange? Lag { get; init; }

    /// <summary>What it does to a call, in a word or two each.</summary>
    public string Effect => string.Join(", ", new[]
    {
        Error?.Code,
        Loss switch { AnswerLoss.Before => "lost-before", AnswerLoss.After => "lost-after", _ => null },
        Delay == DelayRange.None ? null : "delay",
        Lag is null ? null : "lag",
    }.Where(effect => effect is not null));

    public bool IsAbout(CloudCall call, TimeSpan since) =>
        since >= From && since < Until
        && (Actions.IsEmpty || Actions.Contains(call.Action))
        && Match.All(pair => CallCatalogue.Texts(call, pair.Key).Contains(pair.Value));
}

/// <summary>Which of a rule's calls are meant, counted from 1: first to last, or every n-th.</summary>
public readonly record struct CallCount(long First, long Last, long Every = 1)
{
    public static CallCount All => new(1, long.MaxValue);

    public bool Includes(long number) => number >= First && number <= Last && (number - First) % Every == 0;
}

/// <summary>Something that happens at a time, without a call.</summary>
/// <param name="At">Since the script is in use.</param>
public abstract record FaultEvent(TimeSpan At);

/// <param name="Interface">Id or name of an ENI, or the empty text for the first that is attached and not primary.</param>
public sealed record VanishEvent(TimeSpan At, string Interface) : FaultEvent(At);

/// <summary>What somebody does in the console; its region is the cloud's where it names none.</summary>
public sealed record ConsoleEvent(TimeSpan At, CloudChange Call) : FaultEvent(At);
