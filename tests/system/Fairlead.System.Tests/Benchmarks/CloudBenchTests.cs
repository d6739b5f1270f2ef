using System.Text.Json.Nodes;

namespace Fairlead.System.Tests.Benchmarks;

/// <summary>The bench of the emulated cloud with two rounds: its numbers mean little then, but every row must be there, of calls that were answered.</summary>
public sealed class CloudBenchTests
{
    // Ten times as wide as the limits: who is beyond that has measured something else.
    private static readonly Dictionary<string, (double Least, double Most)> Rows = new()
    {
        ["DescribeNetworkInterfaces of one ENI, 10 there"] = (0.05, 10),
        ["DescribeNetworkInterfaces of one ENI, 10000 there"] = (0.05, 10),
        ["AssignPrivateIpAddresses and Unassign in turn, 10 there"] = (0.05, 10),
        ["AssignPrivateIpAddresses and Unassign in turn, 10000 there"] = (0.05, 10),
        ["page of 100 by the tag of 500, among 100000 against 1000"] = (0.01, 15),
        ["page of 100 by a tag that all have, among 100000 against 1000"] = (0.01, 15),
        ["a million transitions, each checked"] = (0.1, 100),
        ["./fairlead vpc serve to its first line"] = (10, 5000),
    };

    private static readonly Dictionary<string, (double Least, double Most)> PacketRows = new()
    {
        ["from InUse to the first packet at the host's NIC"] = (0, 500),
        ["a NIC whose namespace died, to the first packet at the one made anew"] = (0, 1000),
    };

    [Fact]
    public void The_cloud_bench_prints_every_row()
    {
        var state = Directory.CreateTempSubdirectory("fl-bench-");
        try
        {
            var (status, output, error) = BenchRun.Of("bench/cloud", "--json", "--rounds", "2", "--state", state.FullName);
            // 1: a limit is missed, which two rounds may say of anything.
            Assert.True(status is 0 or 1, $"exit status {status}: {error}");
            var result = JsonNode.Parse(output)!;
            var figures = result["figures"]!.AsArray();
            // Where no namespaces can be had, it says so.
            Assert.All(result["facts"]!["left out"] is null ? Rows.Concat(PacketRows) : Rows, row =>
            {
                var figure = Assert.Single(figures, figure => figure!["figure"]!.GetValue<string>() == row.Key)!;
                Assert.InRange(figure["judged"]!.GetValue<double>(), row.Value.Least, row.Value.Most);
            });
        }
        finally
        {
            state.Delete(recursive: true);
        }
    }
}
