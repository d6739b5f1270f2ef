using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.Faults;

/// <summary>What a script does to one call.</summary>
/// <param name="Error">It is refused with this before the cloud sees it.</param>
/// <param name="Delay">The answer comes that much later.</param>
/// <param name="Lag">How old the state is that a description answers from; null: as the settings say.</param>
public readonly record struct CallFate(CloudError? Error, AnswerLoss Loss, TimeSpan Delay, TimeSpan? Lag)
{
    public static CallFate Plain => default;
}
