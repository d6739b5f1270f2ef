using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>Step 4: one route entry a node and family, made by the controller, and everybody reaches everybody under his own address.</summary>
internal static class RoutesStep
{
    private static readonly (string From, string To)[] Ways =
        [("legacy-1", "pod-a"), ("pod-a", "legacy-1"), ("pod-a", "pod-c"), ("pod-c", "pod-a"), ("node-2", "pod-a"), ("pod-c", "node-1")];

    public static void Run(World world, StepLog log)
    {
        Missing(world, log);
        world.Patch<ClusterNetwork>(ClusterNetwork.Name, """{ "spec": { "routes": "managed" } }""");
        log.Note("ClusterNetwork/default: spec.routes becomes managed", "the controller keeps the routes from now on");
        var slices = world.Status().Hosts.SelectMany(host => host.PodSlices.Select(slice => (host.Name, slice))).ToList();
        var isThere = world.Until(() => slices.All(pair => world.Status().Routes.Any(route => route.Destination == pair.slice)));
        log.Note("route entries of the VPC", string.Join('\n', world.Status().Routes.Select(route => $"{route.Destination} to {route.NextHop}")), isThere);
        foreach (var v6 in new[] { false, true })
        {
            foreach (var (from, to) in Ways)
            {
                log.Reached(world.Try(from, to, v6), () => world.Connect(from, to, v6));
            }
        }
    }

    private static void Missing(World world, StepLog log)
    {
        Condition? missing = null;
        world.Until(() => (missing = world.Get<NodeNetwork>("node-1").Status.Conditions.FirstOrDefault(condition => condition is { Type: "RouteReady", Status: Condition.False })) is not null);
        log.Note("NodeNetwork/node-1, condition RouteReady", missing?.Message ?? "the controller says nothing", missing is not null);
    }
}
