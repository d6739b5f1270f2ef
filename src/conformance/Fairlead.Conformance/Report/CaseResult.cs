namespace Fairlead.Conformance.Report;

public enum Outcome
{
    Passed,
    Failed,
    NotSupported,
}

/// <summary>What came of one case.</summary>
/// <param name="Seen">What was seen where it failed, why where it is not supported; empty where it passed.</param>
public sealed record Verdict(Outcome Outcome, string Seen)
{
    public static Verdict Passed { get; } = new(Outcome.Passed, "");

    public static Verdict Failed(string seen) => new(Outcome.Failed, seen);

    public static Verdict NotSupported(string why) => new(Outcome.NotSupported, why);

    /// <summary>Passed where nothing is wrong.</summary>
    public static Verdict Of(IEnumerable<string> problems) => string.Join("; ", problems) is { Length: > 0 } text ? Failed(text) : Passed;

    public static Verdict Of(string problem) => problem.Length == 0 ? Passed : Failed(problem);
}

/// <summary>One line of the report.</summary>
/// <param name="Group">What <c>--only</c> chooses by.</param>
/// <param name="Clause">Section of CNI specification 1.1.0.</param>
public sealed record CaseResult(string Group, string Name, string Clause, Verdict Verdict);

/// <summary>A whole run.</summary>
public sealed record CheckReport(IReadOnlyList<CaseResult> Cases)
{
    public bool Passed => Cases.All(one => one.Verdict.Outcome != Outcome.Failed);

    public int Count(Outcome outcome) => Cases.Count(one => one.Verdict.Outcome == outcome);
}
