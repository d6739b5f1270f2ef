using System.CommandLine;
using System.Text.Json.Nodes;
using Fairlead.Cli.Output;
using Fairlead.Lab.Entrance;
using Spectre.Console;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab agent kill|start NODE</c></summary>
internal static class AgentCommand
{
    private static readonly Argument<string> Node = new("node") { HelpName = "NODE" };

    public static Command Create() => new("agent", "Kills and starts the agent of a node.")
    {
        Verb("kill", "Kills it with SIGKILL, whatever it is about.", "killed", (lab, node) => lab.KillAgent(node)),
        Verb("start", "Starts it again.", "running", (lab, node) => lab.StartAgent(node)),
    };

    private static Command Verb(string name, string description, string outcome, Action<RunningLab, string> work)
    {
        var command = new Command(name, description) { Node };
        command.SetAction(parsed =>
        {
            var node = parsed.GetValue(Node)!;
            work(parsed.Lab(), node);
            parsed.Output().Write(new JsonObject { ["node"] = node, ["agent"] = outcome }, console => console.WriteLine($"the agent of {node} is {outcome}"));
            return 0;
        });
        return command;
    }
}
