using System.Diagnostics;
using Fairlead.Lab.Probes;

namespace Fairlead.Lab.Walkthrough;

/// <summary>Collects what a step sees, and tells it at once to whoever looks on.</summary>
/// <param name="patience">For how long it looks again for what is not as expected; zero where nothing disturbs it.</param>
internal sealed class StepLog(Action<Finding> say, TimeSpan patience)
{
    private static readonly TimeSpan Glance = TimeSpan.FromMilliseconds(200);

    private readonly List<Finding> _findings = [];

    public IReadOnlyList<Finding> Findings => _findings;

    public void Note(string tried, string seen, bool asExpected)
    {
        var finding = new Finding(tried, seen, asExpected);
        _findings.Add(finding);
        say(finding);
    }

    /// <summary>Something that was learnt, and that nothing depends on.</summary>
    public void Note(string tried, string seen) => Note(tried, seen, true);

    /// <summary>Something that may need a part of the lab that has just been killed: it is to be as expected when that is back.</summary>
    /// <param name="least">For how long it looks again in any case.</param>
    public void Look(string tried, Func<(string Seen, bool AsExpected)> look, TimeSpan least = default)
    {
        var longest = patience > least ? patience : least;
        var since = Stopwatch.GetTimestamp();
        var (seen, asExpected) = look();
        while (!asExpected && Stopwatch.GetElapsedTime(since) < longest)
        {
            Thread.Sleep(Glance);
            (seen, asExpected) = look();
        }

        Note(tried, seen, asExpected);
    }

    /// <summary>Must arrive, with each side seeing the other's real address.</summary>
    public void Reached(string tried, Func<ProbeResult> probe, TimeSpan least = default) => Look(tried, () =>
    {
        var result = probe();
        return (Sentence(result), result.IsUntranslated);
    }, least);

    /// <summary>Must not have arrived.</summary>
    public void Failed(string tried, ProbeResult result) => Note(tried, Sentence(result), !result.IsReached);

    public static string Sentence(ProbeResult result) => result switch
    {
        { IsReached: false } => $"not reached: {result.Detail}",
        { SeenSource: { } seen } when result.Source == seen => $"connected from {seen}, and that is what the other side saw ({result.Took.TotalMilliseconds:0.0} ms)",
        { SeenSource: { } seen } => $"connected from {result.Source}, but the other side saw {seen}",
        _ => $"connected from {result.Source}",
    };
}
