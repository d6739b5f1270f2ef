using Fairlead.Bench.Node;
using Fairlead.Bench.Plugins;
using Fairlead.Bench.Report;

namespace Fairlead.Bench.Cni.Measures;

/// <summary>
/// Both families: our own ADD and DEL, and the first packet after ADD in either. The peer waits for address detection, so that its time is
/// printed and nothing is claimed from it.
/// </summary>
internal static class DualStackMeasure
{
    private const int PeerRounds = 3;
    private const int FirstPackets = 20;

    public static void Run(BenchContext bench)
    {
        bench.Say("both families");
        bench.Restart(dualStack: true);
        try
        {
            var own = Lives(bench, bench.Fairlead, bench.Rounds);
            var peer = PluginSet.FindReference(bench.Peers) is { } folder ? PeerLives(bench, PluginSet.Ptp(bench.Folders, folder, dualStack: true)) : null;
            bench.Add(new Figure("ADD, both families", Spread.OfMilliseconds(own.ConvertAll(life => life.Add)), "ms", Peer(peer, life => life.Add)) { Note = "the peer waits for address detection" });
            bench.Add(new Figure("DEL, both families", Spread.OfMilliseconds(own.ConvertAll(life => life.Delete)), "ms", Peer(peer, life => life.Delete)));
            foreach (var v6 in new[] { false, true })
            {
                EachWay(bench, v6);
            }
        }
        finally
        {
            bench.Restart();
        }
    }

    private static void EachWay(BenchContext bench, bool v6)
    {
        var family = v6 ? "IPv6" : "IPv4";
        foreach (var fromPod in new[] { true, false })
        {
            var times = Enumerable.Range(0, FirstPackets).Select(slot => FirstPacket.Time(bench, slot, v6, fromPod)).ToList();
            var spread = Spread.OfMilliseconds(times);
            bench.Add(new Figure($"ADD's end to the first {family} packet {(fromPod ? "from" : "to")} the pod", spread, "ms", null, spread.P90, Bound.AtMost, 5) { Note = "judged: the 90th percentile" });
        }
    }

    private static List<(TimeSpan Add, TimeSpan Delete)> Lives(BenchContext bench, CniPlugin plugin, int rounds) =>
        [.. Enumerable.Range(0, rounds).Select(slot => SerialMeasure.Life(bench, plugin, slot))];

    /// <summary>In namespaces as they are when they are new: Fairlead has switched address detection off where it was.</summary>
    private static List<(TimeSpan Add, TimeSpan Delete)> PeerLives(BenchContext bench, CniPlugin ptp)
    {
        for (var slot = 0; slot < PeerRounds; slot++)
        {
            bench.Pool[slot].Netns.WriteSysctl("net/ipv6/conf/default/accept_dad", "1");
        }

        return Lives(bench, ptp, PeerRounds);
    }

    private static Spread? Peer(List<(TimeSpan Add, TimeSpan Delete)>? lives, Func<(TimeSpan Add, TimeSpan Delete), TimeSpan> time) =>
        lives is null ? null : Spread.OfMilliseconds(lives.Select(time).ToList());
}
