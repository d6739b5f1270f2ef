using System.Collections.Concurrent;
using System.Net.Sockets;
using Fairlead.AgentApi;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Killing;
using Fairlead.Lab.Supervision;
using Fairlead.Lab.Walkthrough.Steps;
using Fairlead.Reconciliation;

namespace Fairlead.Lab.Walkthrough;

/// <summary>What Fairlead exists for, as one scenario with real packets. The numbers are those of docs/guide/walkthrough.md.</summary>
/// <param name="plan">What is killed meanwhile, again and again; null for nothing.</param>
public sealed class Walkthrough(LabPlaces places, KillPlan? plan = null)
{
    // What is killed is there again after two or three seconds; what it left half done takes its time after that, and so does the next one.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private delegate void Step(World world, StepLog log);

    /// <param name="begin">Is told of a step before it is run: its number and title.</param>
    /// <param name="say">Is told what a step sees, as it sees it.</param>
    /// <param name="sayKill">The same of what is killed, on another thread.</param>
    public WalkthroughReport Run(Action<string, string> begin, Action<Finding> say, Action<Kill> sayKill)
    {
        var patience = plan is null ? TimeSpan.Zero : Patience;
        var told = new ConcurrentQueue<Kill>();
        var parts = new LabParts(places.Lab);
        using var kills = plan is null ? null : new RandomKills(parts, Nodes(), plan, kill =>
        {
            told.Enqueue(kill);
            sayKill(kill);
        });
        using var world = new World(places, parts, new Insistence(patience)) { Kills = kills };
        (string Number, string Title, Step Step)[] steps =
        [
            ("0", "what an instance type can carry", (_, log) => CapacityStep.Run(log)),
            ("1", "the nodes are prepared", NodeSettingsStep.Run),
            ("2", "pods on one node, in VPC mode", PodsStep.Run),
            ("3", "the VPC knows no pod range yet", NoRouteStep.Run),
            ("4", "a VPC route for each node's slice, kept by the controller", RoutesStep.Run),
            ("5", "a pod with an ENI of its own", ExclusiveStep.Run),
            ("6", "more pods ask for ENIs than the nodes can have", QuotaStep.Run),
            ("7", "pods that share ENIs, as many as the instance type allows", DensityStep.Run),
            ("8", "Dubbo-style: a registry, and direct connections both ways", RegistryStep.Run),
            ("9", "agent, controller, store and cloud are killed while pods start; pods and a node go", FaultsStep.Run),
        ];
        kills?.Start();
        var reports = new List<StepReport>();
        foreach (var (number, title, step) in steps)
        {
            begin(number, title);
            var log = new StepLog(say, patience);
            RunOne(() => step(world, log), log);
            reports.Add(new StepReport(number, title, log.Findings));
        }

        kills?.Stop();
        return new WalkthroughReport(reports) { Seed = plan?.Seed, Kills = [.. told] };
    }

    private List<string> Nodes() => [.. places.Lab.Status().Hosts.Where(host => host.Role == HostRole.Node).Select(host => host.Name)];

    /// <summary>Whatever ends a step is a finding of it: the steps behind it are run, and the report is written.</summary>
    internal static void RunOne(Action step, StepLog log)
    {
        try
        {
            step();
        }
        catch (Exception error) when (error is LabException or ControlException or WorldException or IOException or SocketException)
        {
            log.Note("going on", error.Message, asExpected: false);
        }
        catch (Exception bug)
        {
            log.Note("going on", $"{bug}", asExpected: false);
        }
    }
}
