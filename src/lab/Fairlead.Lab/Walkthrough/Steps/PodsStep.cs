using Fairlead.Lab.Supervision;
using Fairlead.Model.Addresses;

namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>Step 2: addresses from the node's slice; pod to pod, pod to node, node to pod on one node.</summary>
internal static class PodsStep
{
    public static void Run(World world, StepLog log)
    {
        var slices = world.Host("node-1").PodSlices;
        foreach (var name in new[] { "pod-a", "pod-b" })
        {
            var pod = world.RunPod(name, "node-1");
            log.Note($"pod {name} starts on node-1, by the installed plug-in", $"it has {string.Join(" and ", pod.Addresses)}", IsOf(slices, pod));
        }

        foreach (var v6 in new[] { false, true })
        {
            foreach (var (from, to) in new[] { ("pod-a", "pod-b"), ("pod-a", "node-1"), ("node-1", "pod-a") })
            {
                log.Reached(world.Try(from, to, v6), () => world.Connect(from, to, v6));
            }
        }
    }

    private static bool IsOf(IReadOnlyList<Cidr> slices, PodStatus pod) =>
        pod.Addresses.Count == slices.Count && pod.Addresses.All(address => slices.Any(slice => slice.Contains(address)));
}
