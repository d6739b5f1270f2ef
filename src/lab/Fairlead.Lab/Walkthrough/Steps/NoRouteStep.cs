using Fairlead.Linux;
using Fairlead.Linux.Links;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Planning.Paths;

namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>Step 3: real failures. A vSwitch is no layer-2 segment, so what helps in a machine room does not help here.</summary>
internal static class NoRouteStep
{
    // RTPROT_STATIC: what an administrator adds.
    private const byte ByHand = 4;

    private static readonly MacAddress Fabric = MacAddress.Parse("ee:ff:ff:ff:ff:ff");

    public static void Run(World world, StepLog log)
    {
        world.RunPod("pod-c", "node-2");
        log.Failed(world.Try("legacy-1", "pod-a"), world.Connect("legacy-1", "pod-a"));
        log.Failed(world.Try("pod-a", "pod-c"), world.Connect("pod-a", "pod-c"));
        HostRoute(world, log);
        Explain(world, log, "legacy-1", "pod-a");
        Explain(world, log, "pod-a", "pod-c");
    }

    private static void Explain(World world, StepLog log, string from, string to)
    {
        var address = world.AddressOf(to);
        var missing = world.Status().Hosts.SelectMany(host => host.PodSlices).Cast<Cidr?>().FirstOrDefault(slice => slice!.Value.Contains(address))
            ?? throw new LabException($"{address} of {to} is of no node's slice");
        log.Look($"fairlead why {from} {to}:{World.Port}", () =>
        {
            var prediction = world.Predict(from, to);
            var text = string.Join('\n', PathText.Lines(prediction));
            return (text, prediction.Outcome != PathOutcome.Reached && text.Contains($"{missing}", StringComparison.Ordinal));
        });
    }

    private static void HostRoute(World world, StepLog log)
    {
        var node2 = world.AddressOf("node-2");
        var slice = world.Host("node-2").PodSlices.Cast<Cidr?>().FirstOrDefault(slice => !slice!.Value.IsV6) ?? throw new LabException("node-2 has no slice of IPv4");
        using var connection = new NetlinkConnection(world.Netns("node-1").Open(NetlinkProtocol.Route));
        var route = new RouteRow
        {
            Key = new RouteKey(Netns.Node, RouteCodec.MainTable, slice, 0),
            Link = new LinkKey(Netns.Node, "eth0"),
            Gateway = node2,
        };
        var add = new NetlinkBatch();
        RouteCodec.WriteReplace(add, route, LinkLookup.IndexOf(connection, "eth0"), ByHand);
        connection.ExecuteOne(add, "adding", $"{route}");
        log.Failed($"the same with a host route on node-1: {route.Key.Destination} via {node2}", world.Connect("pod-a", "pod-c"));

        var answer = new KernelReader(connection) { Owns = false }.Neighbours().FirstOrDefault(neighbour => neighbour.Address == node2);
        log.Note($"node-1 asks who has {node2}", $"the answer is {answer?.Mac}: the fabric's own address, whoever is asked for", answer?.Mac == Fabric);

        var remove = new NetlinkBatch();
        RouteCodec.WriteDelete(remove, route.Key, ByHand);
        connection.ExecuteOne(remove, "removing", $"{route}");
    }
}
