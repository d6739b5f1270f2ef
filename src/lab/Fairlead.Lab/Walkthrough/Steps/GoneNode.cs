using Fairlead.Resources.Core;
using Fairlead.Resources.Network;

namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>Of step 9: a node is switched off and deleted from the cluster; its routes, ENIs and addresses are released.</summary>
internal static class GoneNode
{
    private const string Name = "node-2";

    public static void Run(World world, StepLog log)
    {
        var before = world.Host(Name);
        var slices = before.PodSlices;
        var enis = before.Nics.Select(nic => nic.Eni).ToHashSet();
        world.Parts.SwitchOff(Name);
        world.Delete<Node>(Name);
        log.Note($"{Name} is switched off, and deleted from the cluster", $"it had {enis.Count} ENIs besides its first, and slices {string.Join(" and ", slices)}");

        var noRoutes = world.Until(() => !world.Status().Routes.Any(route => slices.Contains(route.Destination)));
        log.Note("its VPC routes", noRoutes ? "gone" : string.Join(", ", world.Status().Routes.Select(route => $"{route.Destination}")), noRoutes);
        var left = new List<string>();
        var noEnis = world.Until(() => (left = [.. world.Holdings().Select(eni => eni.Id).Where(enis.Contains)]).Count == 0);
        log.Note("its ENIs", noEnis ? "detached and deleted, their addresses free" : $"still there: {string.Join(", ", left)}", noEnis);
        var noPods = world.Until(() => world.Status().Pods.All(pod => pod.Node != Name) && world.Find<NodeNetwork>(Name) is null);
        log.Note("its pods and its NodeNetwork", noPods ? "gone" : "some are left", noPods);
        log.Reached(world.Try("legacy-1", "pod-a"), () => world.Connect("legacy-1", "pod-a"));
    }
}
