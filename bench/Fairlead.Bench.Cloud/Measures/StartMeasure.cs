using Fairlead.Bench.Cloud.Client;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cloud.Measures;

/// <summary>How long a user waits for <c>./fairlead vpc serve</c>, the script that looks for newer sources among it.</summary>
internal static class StartMeasure
{
    private const int Most = 20;

    public static void Run(BenchContext bench)
    {
        bench.Say("start of vpc serve");
        var starts = new List<TimeSpan>();
        for (var i = 0; i < Math.Min(bench.Rounds, Most); i++)
        {
            using var tool = ServedTool.Start(bench.Root);
            starts.Add(tool.StartTime);
        }

        var spread = Spread.OfMilliseconds(starts);
        bench.Add(new Figure("./fairlead vpc serve to its first line", spread, "ms", null, spread.Median, Bound.AtMost, 500));
    }
}
