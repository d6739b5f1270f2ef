using Fairlead.AgentApi;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Walkthrough.Steps;
using Fairlead.Reconciliation;

namespace Fairlead.Lab.Walkthrough;

/// <summary>What Fairlead exists for, as one scenario with real packets. The numbers are those of docs/guide/walkthrough.md.</summary>
public sealed class Walkthrough(LabPlaces places)
{
    private delegate void Step(World world, StepLog log);

    /// <param name="begin">Is told of a step before it is run: its number and title.</param>
    /// <param name="say">Is told what a step sees, as it sees it.</param>
    public WalkthroughReport Run(Action<string, string> begin, Action<Finding> say)
    {
        using var world = new World(places);
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
        var reports = new List<StepReport>();
        foreach (var (number, title, step) in steps)
        {
            begin(number, title);
            var log = new StepLog(say);
            RunOne(step, world, log);
            reports.Add(new StepReport(number, title, log.Findings));
        }

        return new WalkthroughReport(reports);
    }

    private static void RunOne(Step step, World world, StepLog log)
    {
        try
        {
            step(world, log);
        }
        catch (Exception error) when (error is LabException or ControlException or WorldException or IOException or System.Net.Sockets.SocketException)
        {
            log.Note("going on", error.Message, asExpected: false);
        }
    }
}
