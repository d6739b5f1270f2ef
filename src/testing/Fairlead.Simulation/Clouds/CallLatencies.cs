using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Simulation.Clouds;

/// <summary>How long the cloud takes to answer, beside what then goes on by itself. Seen by its users: 0.3 to 1 s for what changes something.</summary>
public sealed record CallLatencies
{
    public DelayRange Reads { get; init; } = DelayRange.Seconds(0.05, 0.25);

    public DelayRange Changes { get; init; } = DelayRange.Seconds(0.3, 1);

    /// <summary>After how long a lost answer is missed.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(15);

    internal DelayRange Of(CloudCall call) => call is CloudQuery ? Reads : Changes;
}
