using System.CommandLine;
using System.Text.Json.Nodes;
using Fairlead.Cli.Output;
using Fairlead.Lab.Entrance;
using Spectre.Console;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab node stop|start NODE</c></summary>
internal static class NodeCommand
{
    private static readonly Argument<string> Node = new("node") { HelpName = "NODE" };

    public static Command Create() => new("node", "Switches a node off and on.")
    {
        Verb("stop", "Switches it off: agent and pods end, its NICs are dead; the cluster and the cloud are not told.", "off", (lab, node) => lab.StopNode(node)),
        Verb("start", "Switches it on again.", "on", (lab, node) => lab.StartNode(node)),
    };

    private static Command Verb(string name, string description, string outcome, Action<RunningLab, string> work)
    {
        var command = new Command(name, description) { Node };
        command.SetAction(parsed =>
        {
            var node = parsed.GetValue(Node)!;
            work(parsed.Lab(), node);
            parsed.Output().Write(new JsonObject { ["node"] = node, ["is"] = outcome }, console => console.WriteLine($"{node} is {outcome}"));
            return 0;
        });
        return command;
    }
}
