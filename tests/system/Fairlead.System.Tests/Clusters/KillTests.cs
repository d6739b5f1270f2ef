using System.Diagnostics;
using System.Globalization;
using Fairlead.Lab.Killing;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Clusters;

/// <summary>
/// One scenario again and again, and each time something is killed in the middle of it at another moment: it ends as it does when
/// nothing is killed. How often, FAIRLEAD_SOAK_KILLS says; the moments come from a seed that is told.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const string Topology = """
        cidrs: [10.0.0.0/16]
        podRanges: [10.244.0.0/16]
        vSwitches:
          - { name: nodes, cidr: 10.0.1.0/24 }
          - { name: pods, cidr: 10.0.4.0/22 }
        hosts:
          - { name: node-1, vSwitch: nodes, address: 10.0.1.11, pods: [10.244.1.0/24] }
          - { name: node-2, vSwitch: nodes, address: 10.0.1.12, type: ecs.g7.large, pods: [10.244.2.0/24], labels: { pool: shared } }
          - { name: db, vSwitch: nodes, address: 10.0.1.20 }
        cluster:
          vSwitches: [pods]
          pool: { batch: 2, minFree: 2, rest: 1s, reclaimAfter: 1s }
          nodePools: [{ name: shared, nodeSelector: { pool: shared }, mode: sharedEni, pool: { batch: 2, minFree: 2, rest: 1s, reclaimAfter: 1s } }]
          collection: { after: 30s }
        cloud: { attach: 100ms-300ms, detach: 100ms-300ms, delete: 100ms }
        """;

    // The stock of node-2: two addresses for its pods and two more.
    private const string WithPods = """
        eni-b Running node-1 reached on an ENI
        plain Running node-1 reached of the slice
        shared-b Running node-2 reached on an ENI
        shared-c Running node-2 reached on an ENI
        ENIs InUse node-1 1 addresses
        ENIs InUse node-2 4 addresses
        10.244.1.0/24 to node-1
        10.244.2.0/24 to node-2
        """;

    // node-2 has gone, and what pods left on node-1 has gone back.
    private const string Afterwards = "10.244.1.0/24 to node-1";

    private static readonly LabPart[] Victims = [new("controller"), new("store"), new("cloud"), new(LabPart.Agent, "node-1"), new(LabPart.Agent, "node-2")];

    [Fact]
    public void Whatever_is_killed_in_the_middle_of_it_the_scenario_ends_in_the_same_state()
    {
        var seed = Environment.TickCount;
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("FAIRLEAD_SOAK_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : Victims.Length;
        output.WriteLine($"seed {seed}, {rounds} rounds");
        var random = new Random(seed);
        using var lab = new ClusterLab(LabUser.Root, "kill", Topology);
        var undisturbed = Timed(() => Round(lab, () => { }));
        output.WriteLine($"nothing killed: {undisturbed.TotalSeconds:0.0} s");
        for (var round = 0; round < rounds; round++)
        {
            var (victim, moment) = (Victims[round % Victims.Length], undisturbed * random.NextDouble());
            var what = $"{victim} killed {moment.TotalMilliseconds:0} ms after the start of round {round}";
            try
            {
                var took = Timed(() => Round(lab, () => Kill(lab, victim, moment)));
                output.WriteLine($"{what}: {took.TotalSeconds:0.0} s");
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                throw new Xunit.Sdk.XunitException($"{what} (seed {seed}): {error.Message}", error);
            }
        }
    }

    /// <summary>Pods come, pods go, all pods go, a node goes, and comes back for the next round.</summary>
    private static void Round(ClusterLab lab, Action meanwhile)
    {
        var killing = Task.Run(meanwhile);
        lab.Create("plain", "node-1");
        lab.Create("eni-a", "node-1", asksForEni: true);
        lab.Create("shared-a", "node-2");
        lab.Create("shared-b", "node-2");
        lab.Until("the first pods run", () => lab.Running(["plain", "eni-a", "shared-a", "shared-b"]));
        lab.Delete("eni-a");
        lab.Delete("shared-a");
        lab.Create("eni-b", "node-1", asksForEni: true);
        lab.Create("shared-c", "node-2");
        lab.Rests("db", WithPods);
        lab.Delete("plain");
        lab.Delete("eni-b");
        lab.Delete("shared-b");
        lab.Parts.SwitchOff("node-2");
        lab.DeleteNode("node-2");
        lab.Rests("db", Afterwards);
        killing.GetAwaiter().GetResult();
        // Also where it was killed after that.
        lab.Rests("db", Afterwards);
        lab.Parts.SwitchOn("node-2");
    }

    private static void Kill(ClusterLab lab, LabPart victim, TimeSpan after)
    {
        Thread.Sleep(after);
        lab.Parts.KillAndStart(victim, TimeSpan.Zero);
    }

    private static TimeSpan Timed(Action work)
    {
        var since = Stopwatch.GetTimestamp();
        work();
        return Stopwatch.GetElapsedTime(since);
    }
}
