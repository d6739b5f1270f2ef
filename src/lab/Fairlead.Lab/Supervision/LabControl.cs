using System.Text.Json.Nodes;
using Fairlead.AgentApi;
using Fairlead.Kubernetes;
using Fairlead.Lab.Pods;
using Fairlead.Linux;
using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using Fairlead.Reconciliation;
using Fairlead.Vpc.Control;

namespace Fairlead.Lab.Supervision;

/// <summary>What a lab answers at its control socket.</summary>
internal sealed class LabControl
{
    private readonly LabSupervisor _lab;
    private readonly Dictionary<string, Func<JsonObject, JsonNode?>> _operations;

    public LabControl(LabSupervisor lab, Action down)
    {
        _lab = lab;
        _operations = new Dictionary<string, Func<JsonObject, JsonNode?>>
        {
            ["status"] = _ => LabJson.ToNode(lab.Status()),
            ["vpc"] = _ => VpcJson.ToNode(lab.Vpc()),
            ["down"] = _ => Done(down),
            ["pod.run"] = request => LabJson.ToNode(lab.RunPod(LabJson.Read<PodRequest>(request["pod"]))),
            ["pod.delete"] = request => Done(() => lab.DeletePod(Text(request, "name"))),
            ["route.add"] = request => Done(() => lab.Change(new AddRouteEntry(Range(request), Text(request, "nextHop")))),
            ["route.delete"] = request => Done(() => lab.Change(new RemoveRouteEntry(Range(request)))),
            ["node.stop"] = request => Done(() => lab.StopNode(Text(request, "node"))),
            ["node.start"] = request => Done(() => lab.StartNode(Text(request, "node"))),
            ["program.start"] = request => Done(lab.ProgramOf(Text(request, "program")).Start),
            ["program.kill"] = request => Done(lab.ProgramOf(Text(request, "program")).Kill),
            ["agent.start"] = request => Done(lab.AgentOf(Text(request, "node")).Start),
            ["agent.kill"] = request => Done(lab.AgentOf(Text(request, "node")).Kill),
            ["agent.ask"] = request => lab.AgentOf(Text(request, "node")).Ask(Text(request, "question"), request["arguments"]?.AsObject() ?? []),
        };
    }

    /// <exception cref="ControlException">No, and why.</exception>
    public JsonNode? Answer(string op, JsonObject request)
    {
        if (!_operations.TryGetValue(op, out var operation))
        {
            throw new ControlException(Nearest.Sentence("operation", op, _operations.Keys));
        }

        try
        {
            return operation(request);
        }
        catch (Exception error) when (_lab.Ended is not null && error is LabException or WorldException or ControlException)
        {
            throw new ControlException(_lab.Ended!, error);
        }
        catch (Exception error) when (error is LabException or WorldException or ProblemException or ClusterException or KernelException or TimeoutException)
        {
            throw new ControlException(error.Message, error);
        }
    }

    private static JsonNode? Done(Action work)
    {
        work();
        return null;
    }

    private static string Text(JsonObject request, string name) => request[name]?.GetValue<string>() ?? throw new ControlException($"{name} is missing");

    private static Cidr Range(JsonObject request) => Cidr.Parse(Text(request, "destination"));
}
