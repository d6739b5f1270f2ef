using System.Diagnostics;
using System.Globalization;
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
          - { name: node-2, vSwitch: nodes, address: 10.0.1.12, type: ecs.g7.large, node: true, labels: { pool: shared } }
          - { name: db, vSwitch: nodes, address: 10.0.1.20 }
        cluster:
          vSwitches: [pods]
          pool: { batch: 2, minFree: 2, rest: 2s }
          nodePools: [{ name: shared, nodeSelector: { pool: shared }, mode: sharedEni, pool: { batch: 2, minFree: 2, rest: 2s } }]
        cloud: { attach: 100ms-300ms, detach: 100ms-300ms, delete: 100ms }
        """;

    // In ./test each once; a soak has many more.
    private static readonly string[] Victims = ["controller", "store", "cloud", "agent node-1", "agent node-2"];

    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(2500);

    [Fact]
    public void Whatever_is_killed_in_the_middle_of_it_the_scenario_ends_in_the_same_state()
    {
        var seed = Environment.TickCount;
        var rounds = int.TryParse(Environment.GetEnvironmentVariable("FAIRLEAD_SOAK_KILLS"), NumberStyles.None, CultureInfo.InvariantCulture, out var said) ? said : Victims.Length;
        output.WriteLine($"seed {seed}, {rounds} rounds");
        var random = new Random(seed);
        using var lab = new ClusterLab(LabUser.Root, "kill", Topology);
        var undisturbed = Round(lab, () => { });
        Assert.Contains("eni-b Running node-1 reached", undisturbed);
        for (var round = 0; round < rounds; round++)
        {
            var (victim, moment) = (Victims[round % Victims.Length], Longest * random.NextDouble());
            var started = Stopwatch.GetTimestamp();
            var state = Round(lab, () => lab.KillAndStart(victim, moment));
            output.WriteLine($"{victim} killed after {moment.TotalMilliseconds:0} ms: {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s");
            Assert.True(state == undisturbed, $"{victim} was killed {moment.TotalMilliseconds:0} ms after the start of round {round} (seed {seed}):\n{state}\ninstead of\n{undisturbed}");
        }
    }

    /// <returns>What is to be the same each time.</returns>
    private static string Round(ClusterLab lab, Action meanwhile)
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
        killing.GetAwaiter().GetResult();
        lab.Until("the last pods run, and what was deleted is gone", () => lab.Running(["plain", "eni-b", "shared-b", "shared-c"]) && lab.Pods().Count == 4);
        var state = lab.Describe("db");
        foreach (var pod in new[] { "plain", "eni-b", "shared-b", "shared-c" })
        {
            lab.Delete(pod);
        }

        lab.Until("all pods are gone", () => lab.Pods().Count == 0);
        return state;
    }
}
