using Fairlead.AgentApi;
using Fairlead.Lab.Supervision;
using Fairlead.Linux;
using Fairlead.Model.Addresses;

namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>Step 9, as far as VPC mode has it: no address is ever owned twice, what is gone is released, what runs keeps running.</summary>
internal static class FaultsStep
{
    private const int Pods = 8;
    private const ushort Port = 9000;

    public static void Run(World world, StepLog log)
    {
        using var connection = new OpenConnection(world.Netns("legacy-1"), world.Netns("pod-a"), world.AddressOf("pod-a"), Port);
        log.Note("legacy-1 opens a connection to pod-a and keeps it", "open", connection.IsAlive());
        KillWhilePodsStart(world, log, connection);
        DeletePod(world, log);
        log.Note("the connection from legacy-1 to pod-a", connection.IsAlive() ? "open all the while" : "broken", connection.IsAlive());
        RemoveRoute(world, log);
    }

    private static void KillWhilePodsStart(World world, StepLog log, OpenConnection connection)
    {
        var names = Enumerable.Range(1, Pods).Select(i => $"pod-{i}").ToList();
        var starting = names.Select(name => Task.Run(() => Start(world, name))).ToList();
        Thread.Sleep(30);
        world.Lab.KillAgent("node-1");
        var alive = connection.IsAlive();
        log.Note("the agent of node-1 is killed with SIGKILL while pods start", $"the connection from legacy-1 to pod-a is {(alive ? "open" : "broken")}", alive);
        world.Lab.StartAgent("node-1");
        Task.WaitAll([.. starting]);
        var refused = names.Where((_, i) => starting[i].Result is not null).ToList();
        log.Note($"{Pods} pods were asked for", $"{Pods - refused.Count} run; {refused.Count} got an error, as a runtime retries: {starting.Select(start => start.Result).FirstOrDefault(error => error is not null) ?? "none"}");
        var again = refused.Select(name => Start(world, name)).OfType<string>().ToList();
        log.Note($"the {refused.Count} are started again", again.Count == 0 ? "all run" : again[0], again.Count == 0);
        Owners(world, log);
        log.Reached(world.Try("legacy-1", "pod-1"), world.Connect("legacy-1", "pod-1"));
    }

    private static void Owners(World world, StepLog log)
    {
        var owned = world.Lab.Status().Pods.SelectMany(pod => pod.Addresses).ToList();
        var twice = owned.GroupBy(address => address).Where(group => group.Count() > 1).Select(group => group.Key).ToList();
        log.Note("who has which address", twice.Count == 0 ? $"{owned.Count} addresses, each with one pod" : $"owned twice: {string.Join(", ", twice)}", twice.Count == 0);
    }

    private static void DeletePod(World world, StepLog log)
    {
        var gone = world.AddressOf("pod-b");
        var owned = world.Lab.Status().FindPod("pod-b")!;
        world.Lab.DeletePod("pod-b");
        var left = LeftOnNode(world, owned);
        log.Note($"pod-b is deleted; what node-1 still has of {string.Join(" and ", owned.Addresses)}", left.Count == 0 ? "no route and no neighbour" : string.Join(", ", left), left.Count == 0);
        var fresh = world.RunPod("pod-b2", "node-1");
        log.Note($"a new pod is started: {gone} rests", $"pod-b2 has {fresh.Addresses[0]}", !fresh.Addresses.Contains(gone));
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

    private static void RemoveRoute(World world, StepLog log)
    {
        var slice = world.Lab.Status().FindHost("node-2")!.PodSlices.First(range => !range.IsV6);
        world.Lab.DeleteRoute(slice);
        log.Failed($"node-2 is given up, its route entry removed by hand; {world.Try("legacy-1", "pod-c")}", world.Connect("legacy-1", "pod-c"));
        log.Reached(world.Try("legacy-1", "pod-a"), world.Connect("legacy-1", "pod-a"));
    }

    /// <returns>What was wrong, null where the pod runs.</returns>
    private static string? Start(World world, string name)
    {
        try
        {
            world.RunPod(name, "node-1");
            return null;
        }
        catch (ControlException error)
        {
            return error.Message;
        }
    }
}
