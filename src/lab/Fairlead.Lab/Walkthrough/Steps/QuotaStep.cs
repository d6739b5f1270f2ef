using System.Diagnostics;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;
using PodStatus = Fairlead.Lab.Supervision.PodStatus;

namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>Step 6: more pods ask for ENIs than the nodes can have: the surplus is Pending, nobody else suffers, and when one goes the next starts.</summary>
internal static class QuotaStep
{
    private const string Surplus = "eni-surplus";

    public static void Run(World world, StepLog log)
    {
        var quota = 0;
        // The controller publishes what is left as soon as it knows the instance types.
        world.Until(() => (quota = world.List<Node>().Sum(node => Count(node))) >= 6);
        log.Note($"what the nodes offer of {ResourceNames.Eni}", string.Join(", ", world.List<Node>().OrderBy(node => node.Metadata.Name).Select(node => $"{node.Metadata.Name} {Count(node)}")), quota > 0);
        if (quota == 0)
        {
            return;
        }

        var starting = Enumerable.Range(2, quota - 1).Select(i => Task.Run(() => world.RunEniPod($"eni-{i}"))).ToList();
        var pods = Task.WhenAll(starting).GetAwaiter().GetResult().ToList();
        log.Note($"{quota} pods with an ENI each", string.Join('\n', pods.Select(pod => $"{pod.Name} {pod.Phase} on {pod.Node} {pod.Addresses.FirstOrDefault()}{pod.Message}")), pods.All(pod => pod.Phase == "Running"));
        var nodes = world.List<Node>().Count;
        var surplus = world.RunEniPod(Surplus);
        log.Note("one more", $"{surplus.Phase}: {surplus.Message}", surplus.Phase == "Pending" && surplus.Message == $"0/{nodes} nodes are available: {nodes} Insufficient {ResourceNames.Eni}.");
        Others(world, log);
        Next(world, log);
    }

    private static void Others(World world, StepLog log)
    {
        var plain = world.RunPod("pod-d", "node-1");
        log.Note("a pod that asks for no ENI, on a node that has none left", $"{plain.Phase} with {string.Join(" and ", plain.Addresses)}", plain.Phase == "Running");
        log.Reached(world.Try("legacy-1", "pod-d"), () => world.Connect("legacy-1", "pod-d"));
        log.Reached(world.Try("legacy-1", "eni-1"), () => world.Connect("legacy-1", "eni-1"));
    }

    private static void Next(World world, StepLog log)
    {
        world.DeletePod("eni-2");
        var since = Stopwatch.GetTimestamp();
        PodStatus? next = null;
        var runs = world.Until(() => (next = world.Status().FindPod(Surplus)) is { Phase: "Running" });
        log.Note("eni-2 is deleted", runs ? $"{Surplus} runs on {next!.Node} with {next.Addresses[0]} after {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s" : $"{Surplus} is {next?.Phase}: {next?.Message}", runs);
        log.Reached(world.Try("legacy-1", Surplus), () => world.Connect("legacy-1", Surplus));
    }

    private static int Count(Node node) => int.Parse(node.Status.Allocatable.GetValueOrDefault(ResourceNames.Eni, "0"), System.Globalization.CultureInfo.InvariantCulture);
}
