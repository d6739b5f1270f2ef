using System.Diagnostics;
using Fairlead.Bench.Cni.Node;
using Fairlead.Bench.Plugins;
using Fairlead.Bench.Report;
using Fairlead.Linux;
using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Bench.Cni.Measures;

/// <summary>From the deed of somebody else until the agent has put it right.</summary>
internal static class RepairMeasure
{
    private const int Rounds = 10;
    private const double LimitMilliseconds = 1000;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(40);

    public static void Run(BenchContext bench)
    {
        bench.Say("repairs");
        var pod = bench.Pool[0];
        var id = bench.NextId("repair");
        var address = CniPlugin.Address(BenchContext.Check(bench.Fairlead.Call("ADD", id, pod.Path), "ADD"));
        var (node, inside) = (bench.Node.Node, pod.Netns);
        bool HasRoute() => Routes(node).Any(route => route.IsOurs && route.Destination == address.ToCidr());

        Measure(bench, "a pod's route deleted", node, (batch, _) => RouteCodec.WriteDelete(batch, new RouteKey(Netns.Node, RouteCodec.MainTable, address.ToCidr(), 0)), HasRoute);
        Measure(bench, "a pod's neighbour deleted", node, (batch, index) => NeighbourCodec.WriteDelete(batch, index, address), () => Neighbours(node).Any(one => one.IsPermanent && one.Address == address));
        Measure(bench, "the host end set down and up", node, DownAndUp, HasRoute);
        Measure(bench, "an address in a pod deleted", inside, (batch, index) => AddressCodec.WriteDelete(batch, index, address.ToCidr()), () => HasDefault(inside) && HasAddress(inside, address));
        Measure(bench, "eth0 in a pod set down and up", inside, DownAndUp, () => HasDefault(inside));
        BenchContext.Check(bench.Fairlead.Call("DEL", id, pod.Path), "DEL");
    }

    private static void Measure(BenchContext bench, string what, NetworkNamespace netns, Action<NetlinkBatch, int> damage, Func<bool> isWhole)
    {
        var spread = Spread.OfMilliseconds(Enumerable.Range(0, Rounds).Select(_ => Time(what, netns, damage, isWhole)).ToList());
        bench.Add(new Figure($"repair: {what}", spread, "ms", null, spread.P90, Bound.AtMost, LimitMilliseconds) { Note = "judged: the 90th percentile" });
    }

    private static TimeSpan Time(string what, NetworkNamespace netns, Action<NetlinkBatch, int> damage, Func<bool> isWhole)
    {
        // News of one damage must not be taken for those of the next.
        Thread.Sleep(100);
        BenchNode.In(netns, connection =>
        {
            using var reader = new KernelReader(connection) { Owns = false };
            var batch = new NetlinkBatch();
            damage(batch, reader.Links().Single(link => link.Kind == "veth" && (link.Name == "eth0" ? netns.Identity != NetworkNamespace.Current().Identity : IsPods(link.Name))).Index);
            connection.ExecuteOne(batch, "damaging", what);
        });
        var started = Stopwatch.GetTimestamp();
        while (!isWhole())
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                throw new InvalidOperationException($"{what}: not repaired within {Patience.TotalSeconds:0} s");
            }

            Thread.Sleep(1);
        }

        return Stopwatch.GetElapsedTime(started);
    }

    private static void DownAndUp(NetlinkBatch batch, int index)
    {
        LinkCodec.WriteUp(batch, index, false);
        LinkCodec.WriteUp(batch, index, true);
    }

    private static bool IsPods(string name) => name.StartsWith("fl", StringComparison.Ordinal);

    private static IReadOnlyList<Model.Kernel.Observed.ObservedRoute> Routes(NetworkNamespace netns)
    {
        using var reader = KernelReader.Open(netns);
        return reader.Routes();
    }

    private static IReadOnlyList<Model.Kernel.Observed.ObservedNeighbour> Neighbours(NetworkNamespace netns)
    {
        using var reader = KernelReader.Open(netns);
        return reader.Neighbours();
    }

    private static bool HasDefault(NetworkNamespace netns) => Routes(netns).Any(route => route is { Destination.Length: 0, IsOurs: true });

    private static bool HasAddress(NetworkNamespace netns, InetAddress address)
    {
        using var reader = KernelReader.Open(netns);
        return reader.Addresses().Any(one => one.Address.Address == address);
    }
}
