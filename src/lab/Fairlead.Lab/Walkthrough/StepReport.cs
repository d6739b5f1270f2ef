using Fairlead.Lab.Killing;

namespace Fairlead.Lab.Walkthrough;

/// <summary>One thing that was tried, what was seen, and whether it is what must be seen.</summary>
public sealed record Finding(string Tried, string Seen, bool AsExpected);

/// <param name="Number">As in the walkthrough's table.</param>
public sealed record StepReport(string Number, string Title, IReadOnlyList<Finding> Findings)
{
    public bool Passed => Findings.Count > 0 && Findings.All(finding => finding.AsExpected);
}

/// <summary>The whole, as programs read it.</summary>
public sealed record WalkthroughReport(IReadOnlyList<StepReport> Steps)
{
    public bool Passed => Steps.All(step => step.Passed) && Kills.All(kill => kill.Trouble is null);

    /// <summary>Null where nothing was killed but by the steps themselves.</summary>
    public int? Seed { get; init; }

    public IReadOnlyList<Kill> Kills { get; init; } = [];
}
