using Fairlead.Lab.Killing;
using Fairlead.Lab.Supervision;

namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>
/// Step 9: whatever is killed or goes, what is gone is released, no address is ever owned twice, what runs keeps running, and its
/// connections stay open.
/// </summary>
internal static class FaultsStep
{
    private const int Pods = 8;
    private const ushort Port = 9000;

    private static readonly TimeSpan Away = TimeSpan.FromMilliseconds(500);

    // While the cloud is away nobody answers ARP: what a host asked for again meanwhile is unknown to it, and fails one connection.
    private static readonly TimeSpan Relearning = TimeSpan.FromSeconds(5);

    private static readonly string[] Watched = ["pod-a", "eni-1", "shared-1"];

    public static void Run(World world, StepLog log)
    {
        var connections = Watched.Select(pod => (Pod: pod, Connection: world.Open("legacy-1", pod, Port))).ToList();
        try
        {
            log.Look($"legacy-1 opens a connection to each of {string.Join(", ", Watched)} and keeps it", () => ("open", connections.All(open => open.Connection.IsAlive())));
            foreach (var program in LabPart.Programs)
            {
                Killed(world, log, new LabPart(program, program == LabPart.Agent ? "node-1" : ""));
            }

            GonePods.Run(world, log);
            GoneNode.Run(world, log);
            world.Kills?.Stop();
            AtRest.Run(world, log);
            Owners(world, log);
            foreach (var (pod, connection) in connections)
            {
                log.Look($"the connection from legacy-1 to {pod}", () => connection.IsAlive() ? ("open all the while", true) : ("broken", false));
            }
        }
        finally
        {
            connections.ForEach(open => open.Connection.Dispose());
        }
    }

    /// <summary>Kills something while pods start, and starts it again: they all run in the end.</summary>
    private static void Killed(World world, StepLog log, LabPart part)
    {
        var names = Enumerable.Range(1, Pods).Select(i => $"{part.Program}-{i}").ToList();
        names.ForEach(name => world.Create(name, "node-1"));
        Thread.Sleep(30);
        world.Parts.KillAndStart(part, Away);
        IReadOnlyList<PodStatus> pods = [];
        var run = world.Until(() => (pods = [.. world.Status().Pods.Where(pod => names.Contains(pod.Name))]).Count(pod => pod.Phase == "Running") == Pods);
        var held = pods.FirstOrDefault(pod => pod.Phase != "Running");
        log.Note($"{part} is killed with SIGKILL while {Pods} pods start, and started again", run ? "all of them run" : $"{held?.Name} is {held?.Phase}: {held?.Message}", run);
        Owners(world, log);
        log.Reached(world.Try("legacy-1", names[0]), () => world.Connect("legacy-1", names[0]), part.Program == "cloud" ? Relearning : TimeSpan.Zero);
    }

    private static void Owners(World world, StepLog log)
    {
        var owned = world.Status().Pods.SelectMany(pod => pod.Addresses).ToList();
        var twice = owned.GroupBy(address => address).Where(group => group.Count() > 1).Select(group => group.Key).ToList();
        log.Note("who has which address", twice.Count == 0 ? $"{owned.Count} addresses, each with one pod" : $"owned twice: {string.Join(", ", twice)}", twice.Count == 0);
    }
}
