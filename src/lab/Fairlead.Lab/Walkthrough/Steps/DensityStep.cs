using System.Collections.Concurrent;
using System.Diagnostics;
using Fairlead.Lab.Kubelets;
using Fairlead.Lab.Probes;
using Fairlead.Lab.Supervision;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Planning.Capacity;

namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>Step 7: as many pods on shared ENIs as the instance type allows, each reached from outside under its own address.</summary>
internal static class DensityStep
{
    private const string Node = "node-3";

    private static readonly TimeSpan ToStart = TimeSpan.FromMinutes(4);
    private static readonly TimeSpan ToAnswer = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan ToSettle = TimeSpan.FromSeconds(30);

    public static void Run(World world, StepLog log)
    {
        var type = InstanceTypeTable.BuiltIn.Find(world.Vpc().FindInstance(Node)!.Type);
        log.Note($"fairlead capacity {type.Name}", $"({type.Enis} - 1) x {type.AddressesPerEni} = {type.SharedPods} pods", type.SharedPods == 210);
        var names = Enumerable.Range(1, type.SharedPods).Select(i => $"shared-{i}").ToList();
        var since = Stopwatch.GetTimestamp();
        foreach (var name in names)
        {
            world.Create(name, Node);
        }

        IReadOnlyList<PodStatus> pods = [];
        var run = world.Until(() => (pods = Shared(world)).Count(pod => pod.Phase == "Running") >= names.Count, ToStart);
        log.Note($"{names.Count} pods are bound to {Node} at once", Sentence(pods, Stopwatch.GetElapsedTime(since)), run);
        Addresses(world, log, pods);
        Reach(world, log, pods);
    }

    private static string Sentence(IReadOnlyList<PodStatus> pods, TimeSpan took)
    {
        var held = pods.FirstOrDefault(pod => pod.Message is not null);
        return $"{pods.Count(pod => pod.Phase == "Running")} run after {took.TotalSeconds:0} s{(held is null ? "" : $"; {held.Name} is {held.Phase}: {held.Message}")}";
    }

    private static void Addresses(World world, StepLog log, IReadOnlyList<PodStatus> pods)
    {
        var addresses = pods.SelectMany(pod => pod.Addresses).Where(address => !address.IsV6).ToList();
        var nics = world.Host(Node).Nics;
        var owned = nics.SelectMany(nic => nic.Addresses).ToHashSet();
        log.Note(
            "their addresses", $"{addresses.Distinct().Count()} different ones, {addresses.Count(owned.Contains)} of them on {nics.Count} ENIs of {Node}",
            addresses.Distinct().Count() == pods.Count && addresses.All(owned.Contains));
    }

    private static void Reach(World world, StepLog log, IReadOnlyList<PodStatus> pods)
    {
        var own = world.AddressOf("legacy-1");
        var since = Stopwatch.GetTimestamp();
        var first = Silent(world, pods, own);
        // Another program of the node may have taken an address of a new ENI for itself; the agent takes it away within a second or so.
        var silent = first;
        world.Until(() => silent.Count == 0 || (silent = Silent(world, pods, own)).Count == 0, ToSettle);
        var sentence = $"all answer from their own addresses and see {own}, in {Stopwatch.GetElapsedTime(since).TotalSeconds:0.0} s{(first.Count > 0 ? $"; at first {first.Count} did not, {first[0]}" : "")}";
        log.Note($"legacy-1 connects to each of the {pods.Count}", silent.Count == 0 ? sentence : string.Join('\n', silent.Take(5)), silent.Count == 0 && pods.Count > 0);
        if (pods.Count == 0)
        {
            return;
        }

        log.Reached(world.Try(pods[0].Name, "legacy-2"), () => world.Connect(pods[0].Name, "legacy-2"));
        log.Reached(world.Try(pods[0].Name, pods[^1].Name, v6: true), () => world.Connect(pods[0].Name, pods[^1].Name, v6: true));
    }

    private static List<string> Silent(World world, IReadOnlyList<PodStatus> pods, InetAddress own) => Silent(world.Netns("legacy-1"), pods, own);

    internal static List<string> Silent(NetworkNamespace from, IReadOnlyList<PodStatus> pods, InetAddress own)
    {
        var silent = new ConcurrentBag<string>();
        Parallel.ForEach(pods, new ParallelOptions { MaxDegreeOfParallelism = 8 }, pod =>
        {
            if (pod.Addresses.Where(address => !address.IsV6).Take(1).ToList() is not [var address])
            {
                silent.Add($"{pod.Name} has no IPv4 address");
                return;
            }

            var result = Probe.Ask(from, address, PodListener.Port, ToAnswer);
            if (!result.IsUntranslated || result.SeenSource?.Address != own)
            {
                silent.Add($"{pod.Name} {address}: {StepLog.Sentence(result)}");
            }
        });
        return [.. silent];
    }

    private static IReadOnlyList<PodStatus> Shared(World world) => [.. world.Status().Pods.Where(pod => pod.Node == Node)];
}
