using System.Text.Json.Nodes;

namespace Fairlead.System.Tests.Benchmarks;

/// <summary>
/// The bench that docs/benchmarks.md is made by, with one round: its numbers mean little then, but every row must be there, of a path
/// that carried.
/// </summary>
public sealed class DatapathBenchTests
{
    private static readonly string[] Loads = ["TCP round trips", "TCP connections", "64-byte UDP", "bulk TCP, 64 KiB"];

    [Fact]
    public void The_datapath_bench_prints_every_row()
    {
        var state = Directory.CreateTempSubdirectory("fl-bench-");
        try
        {
            var (status, output, error) = BenchRun.Of("bench/datapath", "--output", "json", "--rounds", "1", "--state", state.FullName);
            if (error.Contains("plug-in could not be built", StringComparison.Ordinal) || error.Contains("unshare failed", StringComparison.Ordinal))
            {
                Assert.Skip(error);
            }

            // 1: a limit is missed, which one round may say of anything.
            Assert.True(status is 0 or 1, $"exit status {status}: {error}");
            var result = JsonNode.Parse(output)!;
            var facts = result["facts"]!.AsObject();
            Assert.All(new[] { "few", "full", "untracked" }, node => Assert.Contains("a spoofed packet was dropped", facts[$"checked, {node}"]!.GetValue<string>()));
            string[] peer = facts.ContainsKey("left out") ? [] : ["case C at 110 pods", "case C at 250 pods", "routing and connection tracking"];
            Assert.All(
                Rows(["per packet, 250 pods against 3", "pod to VM, masquerade on", "pod to VM, nothing tracked", .. peer, "routing alone"]),
                row => Judge(result["figures"]!.AsArray(), row));
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }

    private static IEnumerable<string> Rows(string[] names) => names.SelectMany(name => Loads.Select(load => $"{name}: {load}"));

    // Ten times as wide as the limits: who is beyond that has measured something else.
    private static void Judge(JsonArray figures, string row)
    {
        var figure = Assert.Single(figures, figure => figure!["figure"]!.GetValue<string>() == row)!;
        Assert.InRange(figure["fairlead"]!["median"]!.GetValue<double>(), 100, 10_000_000);
        Assert.InRange(figure["judged"]!.GetValue<double>(), 0.07, 10);
    }
}
