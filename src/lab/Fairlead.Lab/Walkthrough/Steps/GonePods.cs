using Fairlead.Lab.Supervision;
using Fairlead.Linux;
using Fairlead.Model.Addresses;

namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>Of step 9: a pod of each kind is deleted, and nothing of it is left.</summary>
internal static class GonePods
{
    public static void Run(World world, StepLog log)
    {
        Plain(world, log);
        Exclusive(world, log);
    }

    private static void Plain(World world, StepLog log)
    {
        var gone = world.AddressOf("pod-b");
        var owned = world.Status().FindPod("pod-b")!;
        world.DeletePod("pod-b");
        log.Look($"pod-b is deleted; what node-1 still has of {string.Join(" and ", owned.Addresses)}", () =>
        {
            var left = LeftOnNode(world, owned);
            return (left.Count == 0 ? "no route and no neighbour" : string.Join(", ", left), left.Count == 0);
        });
        var fresh = world.RunPod("pod-b2", "node-1");
        log.Note($"a new pod is started: {gone} rests", $"pod-b2 has {fresh.Addresses.FirstOrDefault()}", fresh.Phase == "Running" && !fresh.Addresses.Contains(gone));
    }

    private static void Exclusive(World world, StepLog log)
    {
        var pod = world.Status().Pods.FirstOrDefault(pod => pod.Name.StartsWith("eni-", StringComparison.Ordinal) && pod.Name != "eni-1" && pod.Node == "node-1" && pod.Addresses.Count > 0);
        var eni = pod is null ? null : world.Host("node-1").Nics.FirstOrDefault(nic => nic.Addresses.Contains(pod.Addresses[0]));
        if (pod is null || eni is null)
        {
            log.Note("a second pod on node-1 has an ENI of its own", pod is null ? "no such pod has an address" : $"{pod.Addresses[0]} of {pod.Name} is on none of the node's", asExpected: false);
            return;
        }

        world.DeletePod(pod.Name);
        var next = world.RunEniPod("eni-next", "node-1");
        var reused = next.Addresses.Contains(pod.Addresses[0]);
        log.Note(
            $"{pod.Name} is deleted, and eni-next asks for an ENI on the same node",
            next.Phase == "Running" ? $"it has {next.Addresses[0]}, {(reused ? $"of the ENI that came back, {eni.Eni}" : "of another ENI")}" : $"{next.Phase}: {next.Message}", next.Phase == "Running");
        log.Reached(world.Try("legacy-1", "eni-next"), () => world.Connect("legacy-1", "eni-next"));
    }

    private static List<string> LeftOnNode(World world, PodStatus pod)
    {
        using var reader = KernelReader.Open(world.Netns("node-1"));
        return
        [
            .. reader.Routes().Where(route => pod.Addresses.Any(address => route.Destination == address.ToCidr())).Select(route => $"{route}"),
            .. reader.Neighbours().Where(neighbour => neighbour.Address is { } address && pod.Addresses.Contains(address)).Select(neighbour => $"{neighbour}"),
        ];
    }
}
