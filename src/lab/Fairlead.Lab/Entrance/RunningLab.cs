using System.Diagnostics;
using System.Text.Json.Nodes;
using Fairlead.AgentApi;
using Fairlead.Lab.Pods;
using Fairlead.Lab.Processes;
using Fairlead.Lab.Supervision;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Control;

namespace Fairlead.Lab.Entrance;

/// <summary>A lab that runs, as somebody outside it sees it.</summary>
/// <param name="Pid">Its supervisor, as we see it.</param>
public sealed record RunningLab(string Name, int Pid)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private ControlClient Control => new(LabPaths.Of(Pid, LabPaths.Control), $"lab {Name}", TimeSpan.FromMinutes(2));

    /// <exception cref="ControlException">The lab does not answer.</exception>
    public LabStatus Status() => LabJson.Read<LabStatus>(Control.Call("status"));

    public VpcSnapshot Vpc() => VpcJson.Read<VpcSnapshot>(Control.Call("vpc"));

    /// <exception cref="ControlException">The name is taken, there is no such node, or the plug-in refused.</exception>
    public PodStatus RunPod(PodRequest request) => LabJson.Read<PodStatus>(Control.Call("pod.run", new JsonObject { ["pod"] = LabJson.ToNode(request) }));

    public void DeletePod(string name) => Control.Call("pod.delete", new JsonObject { ["name"] = name });

    public void AddRoute(Cidr destination, string nextHop) => Control.Call("route.add", new JsonObject { ["destination"] = $"{destination}", ["nextHop"] = nextHop });

    public void DeleteRoute(Cidr destination) => Control.Call("route.delete", new JsonObject { ["destination"] = $"{destination}" });

    /// <summary>Advice that names commands, as it must be typed for this lab.</summary>
    public string Advice(string text) => Name == LabFinder.DefaultName
        ? text
        : text.Replace("fairlead lab ", $"fairlead lab --name {Name} ", StringComparison.Ordinal).Replace("fairlead table ", $"fairlead table --name {Name} ", StringComparison.Ordinal);

    public void StartAgent(string node) => Control.Call("agent.start", new JsonObject { ["node"] = node });

    public void KillAgent(string node) => Control.Call("agent.kill", new JsonObject { ["node"] = node });

    /// <summary>Switches a node off: agent, kubelet and pods end, its NICs are dead. Store and cloud are not told.</summary>
    public void StopNode(string node) => Control.Call("node.stop", new JsonObject { ["node"] = node });

    public void StartNode(string node) => Control.Call("node.start", new JsonObject { ["node"] = node });

    /// <param name="program"><c>cloud</c>, <c>store</c> or <c>controller</c>.</param>
    public void StartProgram(string program) => Control.Call("program.start", new JsonObject { ["program"] = program });

    public void KillProgram(string program) => Control.Call("program.kill", new JsonObject { ["program"] = program });

    /// <summary>Asks a node's agent one of its own questions (<c>table</c>, <c>snapshot</c>, …).</summary>
    public JsonNode? AskAgent(string node, string question, JsonObject? arguments = null) =>
        Control.Call("agent.ask", new JsonObject { ["node"] = node, ["question"] = question, ["arguments"] = arguments?.DeepClone() });

    /// <summary>A command line that runs a program in a host or a pod, with the terminal of whoever runs it.</summary>
    /// <exception cref="LabException">There is no host and no pod of that name.</exception>
    public IReadOnlyList<string> CommandIn(string place, IEnumerable<string> command) =>
        [.. Enter.Lab(Pid), .. Enter.Host(Status().PidOf(place)), .. command];

    /// <summary>A command line that runs our own program inside the lab, where all its namespaces can be opened by number.</summary>
    public IReadOnlyList<string> CommandInside(IEnumerable<string> arguments) =>
        [.. Enter.Lab(Pid), "env", $"TMPDIR={LabPaths.Temporary}", "DOTNET_EnableDiagnostics=0", $"{LabPlaces.Variable}={Name}", Installation.Dotnet, Installation.InsideLab.Program("fairlead"), .. arguments];

    /// <summary>Ends the lab and returns when nothing of it is left.</summary>
    public void Stop()
    {
        try
        {
            Control.Call("down");
        }
        catch (ControlException)
        {
            Kill();
        }

        var since = Stopwatch.GetTimestamp();
        while (ProcessTable.Exists(Pid))
        {
            if (Stopwatch.GetElapsedTime(since) > Patience)
            {
                Kill();
            }

            Thread.Sleep(10);
        }
    }

    private void Kill()
    {
        try
        {
            using var process = Process.GetProcessById(Pid);
            process.Kill();
        }
        catch (ArgumentException)
        {
            // It has gone by itself.
        }
    }
}
