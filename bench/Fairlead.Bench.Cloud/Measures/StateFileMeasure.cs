using Fairlead.Bench.Cloud.Client;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cloud.Measures;

/// <summary>What keeping everything on disk costs a change, and how long a cloud takes that is back after kill -9.</summary>
internal static class StateFileMeasure
{
    private const int Interfaces = 2000;
    private const int Slice = 500;

    private const string NoLimits = "settings: { callsPerMinute: 0, attach: 0s, detach: 0s, delete: 0s }\n";
    private const string Topology = """
        cidrs: [172.16.0.0/12]
        vSwitches: [{ name: vsw-wide, cidr: 172.16.0.0/16 }]
        hosts: [{ name: node-1, vSwitch: vsw-wide, address: 172.16.0.10 }]
        """;

    public static void Run(BenchContext bench)
    {
        bench.Say("state file");
        var (state, faults, topology) = (Path.Combine(bench.State, "cloud.state"), Path.Combine(bench.State, "faults.yaml"), Path.Combine(bench.State, "topology.yaml"));
        File.Delete(state);
        File.Delete($"{state}-wal");
        File.WriteAllText(faults, NoLimits);
        File.WriteAllText(topology, Topology);
        var (kept, plain) = Fill(bench, [topology, "--faults", faults], ["--state", state]);
        bench.Add(new Figure("CreateNetworkInterface, kept on disk, against not kept", kept, "requests/s", plain, kept.Median / plain.Median));
        var restarts = new List<TimeSpan>();
        for (var i = 0; i < Math.Min(bench.Rounds, 10); i++)
        {
            using var again = ServedTool.Start(bench.Root, topology, "--faults", faults, "--state", state);
            restarts.Add(again.StartTime);
            Check(again);
            again.Kill();
        }

        bench.Add(new Figure($"start after kill -9 with {Interfaces} ENIs and as many changes, to the first line", Spread.OfMilliseconds(restarts), "ms"));
        bench.Facts.Add(("state file", $"{new FileInfo(state).Length / 1024} KiB and {new FileInfo($"{state}-wal").Length / 1024} KiB beside it, in {bench.State}"));
    }

    private static (Spread Kept, Spread Plain) Fill(BenchContext bench, string[] words, string[] state)
    {
        using var keeping = ServedTool.Start(bench.Root, [.. words, .. state]);
        using var forgetting = ServedTool.Start(bench.Root, words);
        using var kept = new ApiConnections(keeping.Port, 4);
        using var plain = new ApiConnections(forgetting.Port, 4);
        var (own, peer) = (new List<double>(), new List<double>());
        for (var done = 0; done < Interfaces; done += Slice)
        {
            own.Add(Slice / kept.Run(Create(keeping.Signed)).TotalSeconds);
            peer.Add(Slice / plain.Run(Create(forgetting.Signed)).TotalSeconds);
        }

        keeping.Kill();
        return (Spread.Of(own), Spread.Of(peer));
    }

    private static List<byte[]> Create(SignedRequest signed) =>
        [.. Enumerable.Range(0, Slice).Select(_ => signed.Version3("CreateNetworkInterface", ("VSwitchId", "vsw-wide"), ("SecurityGroupId", "sg-default")))];

    private static void Check(ServedTool tool)
    {
        using var connection = new ApiConnections(tool.Port, 1);
        var answer = connection.Ask(tool.Signed.Version3("DescribeNetworkInterfaces", ("PageSize", "10"), ("PageNumber", "1")));
        if (!answer.Contains($"\"TotalCount\":{Interfaces + 1}", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"after kill -9 not all ENIs are there: {answer[..Math.Min(400, answer.Length)]}");
        }
    }
}
