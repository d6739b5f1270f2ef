using Fairlead.Bench.Report;

namespace Fairlead.Bench.Datapath.Measures;

/// <summary>
/// Every slice of every round. Cases are compared within a round, since all of it was measured in the same second; what slows the
/// machine slows both.
/// </summary>
internal sealed class Samples
{
    private readonly List<Dictionary<(string Case, string Test), double>> _rounds = [];
    private readonly List<int> _runs = [];

    public void BeginRound(int run)
    {
        _rounds.Add([]);
        _runs.Add(run);
    }

    /// <param name="value">Nanoseconds; NaN for a slice in which the path did not carry.</param>
    public void Add(string path, string test, double value) => _rounds[^1][(path, test)] = value;

    public Spread Of(string path, string test) => Spread.Of(_rounds.Select(round => round[(path, test)]).Where(double.IsFinite));

    /// <summary>Rounds in which the path did not carry.</summary>
    public int Failed(string path, string test) => _rounds.Count(round => !double.IsFinite(round[(path, test)]));

    /// <summary>One case's time in times the other's: the median of the runs' medians of the rounds' ratios.</summary>
    public (double Judged, Spread Rounds) Ratio(string test, string path, string to)
    {
        var ratios = _rounds.Select((round, i) => (Run: _runs[i], Value: round[(path, test)] / round[(to, test)]))
            .Where(ratio => double.IsFinite(ratio.Value)).ToList();
        var runs = ratios.GroupBy(ratio => ratio.Run).Select(run => Spread.Of(run.Select(ratio => ratio.Value)).Median);
        return (Spread.Of(runs).Median, Spread.Of(ratios.Select(ratio => ratio.Value)));
    }
}
