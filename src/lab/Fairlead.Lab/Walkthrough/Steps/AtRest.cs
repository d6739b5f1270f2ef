using Fairlead.Cloud;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Topology;

namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>
/// Of step 9, when nothing is killed any more: whatever the cloud has for this cluster is somebody's. The pods that are left need all
/// that their nodes can have, so that nothing is stock.
/// </summary>
internal static class AtRest
{
    public static void Run(World world, StepLog log)
    {
        var (seen, rests) = ("", false);
        world.Until(() =>
        {
            (seen, rests) = Look(world);
            return rests;
        });
        log.Note("what the cloud has for the cluster in the end", seen, rests);
    }

    private static (string Seen, bool Rests) Look(World world)
    {
        var (vpc, status) = (world.Vpc(), world.Status());
        var nodes = world.List<Node>().Select(node => node.Metadata.Name).ToHashSet();
        var network = world.Get<ClusterNetwork>(ClusterNetwork.Name);
        var pods = status.Pods.Where(pod => pod.Phase == "Running").SelectMany(pod => pod.Addresses).ToHashSet();
        var enis = world.Holdings();
        var routes = status.Routes.Select(route => route.Destination).ToList();
        // Those that a node was given by hand, and those that the controller gave it.
        var slices = world.List<NodeNetwork>().SelectMany(node => node.Spec.PodSlices).ToHashSet();
        List<string> wrong =
        [
            .. enis.Where(eni => eni.State != InterfaceState.InUse || !nodes.Contains(NodeOf(vpc, eni))).Select(eni => $"{eni.Id} is {eni.State} on {(eni.Instance.Length > 0 ? eni.Instance : "no instance")}"),
            .. enis.SelectMany(eni => eni.Addresses.Where(address => !pods.Contains(address)).Select(address => $"{address} of {eni.Id} is no pod's")),
            .. routes.Where(route => !slices.Contains(route)).Select(route => $"{route} is no node's slice"),
            .. slices.Where(slice => !routes.Contains(slice)).Select(slice => $"{slice} has no route"),
            .. network.Status.Leaked.Select(leaked => $"{leaked.Kind} {leaked.Id} leaked: {leaked.Reason}"),
        ];
        return wrong.Count > 0 ? (string.Join('\n', wrong), false) : ($"{string.Join(", ", Counts(vpc, enis))}, each address a pod's; {routes.Count} routes, each to a node's slice; nothing without an owner", true);
    }

    private static IEnumerable<string> Counts(VpcState vpc, IEnumerable<CloudInterface> enis) =>
        from eni in enis
        group eni by NodeOf(vpc, eni) into ofNode
        orderby ofNode.Key
        select $"{ofNode.Count()} ENIs of {ofNode.Key} with {ofNode.Sum(eni => eni.Addresses.Count(address => !address.IsV6))} IPv4 addresses";

    private static string NodeOf(VpcState vpc, CloudInterface eni) => vpc.Instances.GetValueOrDefault(eni.Instance)?.Name ?? "";
}
