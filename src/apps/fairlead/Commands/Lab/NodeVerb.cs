using System.CommandLine;
using System.Text.Json.Nodes;
using Fairlead.Cli.Output;
using Fairlead.Lab.Entrance;
using Spectre.Console;

namespace Fairlead.Cli.Commands.Lab;

/// <summary>What is done to one node of a lab and said in a line.</summary>
internal static class NodeVerb
{
    private static readonly Argument<string> Node = new("node") { HelpName = "NODE" };

    /// <param name="what">Whose state the outcome is, in JSON.</param>
    /// <param name="line">The line, by the node's name.</param>
    public static Command Create(string name, string description, string what, string outcome, Func<string, string> line, Action<RunningLab, string> work)
    {
        var command = new Command(name, description) { Node };
        command.SetAction(parsed =>
        {
            var node = parsed.GetValue(Node)!;
            work(parsed.Lab(), node);
            parsed.Output().Write(new JsonObject { ["node"] = node, [what] = outcome }, console => console.WriteLine($"{line(node)} is {outcome}"));
            return 0;
        });
        return command;
    }
}
