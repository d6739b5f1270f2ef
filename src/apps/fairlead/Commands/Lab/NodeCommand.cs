using System.CommandLine;
using Fairlead.Lab.Entrance;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab node stop|start NODE</c></summary>
internal static class NodeCommand
{
    public static Command Create() => new("node", "Switches a node off and on.")
    {
        Verb("stop", "Switches it off: agent and pods end, its NICs are dead; the cluster and the cloud are not told.", "off", (lab, node) => lab.StopNode(node)),
        Verb("start", "Switches it on again.", "on", (lab, node) => lab.StartNode(node)),
    };

    private static Command Verb(string name, string description, string outcome, Action<RunningLab, string> work) =>
        NodeVerb.Create(name, description, "is", outcome, node => node, work);
}
