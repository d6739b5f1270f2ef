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

    private static readonly string[] Watched = ["pod-a", "eni-1", "shared-1"];

    public static void Run(World world, StepLog log)
    {
        var connections = Watched.Select(pod => (Pod: pod, Connection: new OpenConnection(world.Netns("legacy-1"), world.Netns(pod), world.AddressOf(pod), Port))).ToList();
        try
        {
            log.Note($"legacy-1 opens a connection to each of {string.Join(", ", Watched)} and keeps it", "open", connections.All(open => open.Connection.IsAlive()));
            Killed(world, log, "the agent of node-1", "agent", () => world.Lab.KillAgent("node-1"), () => world.Lab.StartAgent("node-1"));
            foreach (var program in new[] { "controller", "store", "cloud" })
            {
                Killed(world, log, $"the {program}", program, () => world.Lab.KillProgram(program), () => world.Lab.StartProgram(program));
            }

            GonePods.Run(world, log);
            GoneNode.Run(world, log);
            Owners(world, log);
            foreach (var (pod, connection) in connections)
            {
                log.Note($"the connection from legacy-1 to {pod}", connection.IsAlive() ? "open all the while" : "broken", connection.IsAlive());
            }
        }
        finally
        {
            connections.ForEach(open => open.Connection.Dispose());
        }
    }

    /// <summary>Kills something while pods start, and starts it again: they all run in the end.</summary>
    private static void Killed(World world, StepLog log, string what, string word, Action kill, Action start)
    {
        var names = Enumerable.Range(1, Pods).Select(i => $"{word}-{i}").ToList();
        names.ForEach(name => world.Create(name, "node-1"));
        Thread.Sleep(30);
        kill();
        Thread.Sleep(500);
        start();
        IReadOnlyList<PodStatus> pods = [];
        var run = Waiting.Until(() => (pods = [.. world.Lab.Status().Pods.Where(pod => names.Contains(pod.Name))]).Count(pod => pod.Phase == "Running") == Pods);
        var held = pods.FirstOrDefault(pod => pod.Phase != "Running");
        log.Note($"{what} is killed with SIGKILL while {Pods} pods start, and started again", run ? "all of them run" : $"{held?.Name} is {held?.Phase}: {held?.Message}", run);
        Owners(world, log);
        log.Reached(world.Try("legacy-1", names[0]), world.Connect("legacy-1", names[0]));
    }

    private static void Owners(World world, StepLog log)
    {
        var owned = world.Lab.Status().Pods.SelectMany(pod => pod.Addresses).ToList();
        var twice = owned.GroupBy(address => address).Where(group => group.Count() > 1).Select(group => group.Key).ToList();
        log.Note("who has which address", twice.Count == 0 ? $"{owned.Count} addresses, each with one pod" : $"owned twice: {string.Join(", ", twice)}", twice.Count == 0);
    }
}
