using Fairlead.Lab.Supervision;

namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>Step 5: a pod asks for an ENI of its own; it is made, attached, moved into the pod, and is reached without any VPC route.</summary>
internal static class ExclusiveStep
{
    public static void Run(World world, StepLog log)
    {
        var before = Nics(world, "node-1").Select(nic => nic.Eni).ToHashSet();
        log.Note("NICs of node-1 besides its first", $"{before.Count}");
        var pod = world.RunEniPod("eni-1", "node-1");
        log.Note("pod eni-1 asks for one fairlead.io/eni", pod.Phase == "Running" ? $"it runs on {pod.Node} with {string.Join(" and ", pod.Addresses)}" : $"{pod.Phase}: {pod.Message}", pod.Phase == "Running");
        if (pod.Addresses.Count == 0)
        {
            return;
        }

        log.Look("the node has one NIC more", () =>
        {
            var nic = Nics(world, "node-1").FirstOrDefault(nic => !before.Contains(nic.Eni) && nic.Addresses.Contains(pod.Addresses[0]));
            return (nic is null ? "none with the pod's address" : $"{nic.Eni} {nic.Mac} {nic.Addresses[0]}", nic is not null);
        });
        Vpc(world, log, pod);
        foreach (var v6 in new[] { false, true })
        {
            foreach (var (from, to) in new[] { ("legacy-1", "eni-1"), ("eni-1", "legacy-1"), ("eni-1", "node-1"), ("node-1", "eni-1"), ("pod-a", "eni-1"), ("eni-1", "pod-c") })
            {
                log.Reached(world.Try(from, to, v6), () => world.Connect(from, to, v6));
            }
        }
    }

    private static void Vpc(World world, StepLog log, PodStatus pod)
    {
        var vpc = world.Vpc();
        var vSwitch = vpc.VSwitches.Values.FirstOrDefault(vSwitch => vSwitch.Contains(pod.Addresses[0]));
        log.Note($"{pod.Addresses[0]} is an address of a vSwitch", vSwitch is null ? "of none" : $"{vSwitch.Name}, {vSwitch.Cidr}", vSwitch is not null);
        var route = vpc.Routes.FirstOrDefault(route => route.Destination.Contains(pod.Addresses[0]));
        log.Note("VPC routes that hold the address", route is null ? "none: it needs none" : $"{route.Destination}", route is null);
    }

    private static IReadOnlyList<NicStatus> Nics(World world, string node) => world.Host(node).Nics;
}
