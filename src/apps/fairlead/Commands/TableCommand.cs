using System.CommandLine;
using System.Text.Json.Nodes;
using Fairlead.AgentApi;
using Fairlead.Cli.Commands.Lab;
using Fairlead.Cli.Output;
using Fairlead.Lab;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Observation;
using Fairlead.Lab.Supervision;
using Fairlead.Model.Problems;
using Spectre.Console;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead table NAME [--node N]</c></summary>
internal static class TableCommand
{
    private static readonly Argument<string> Table = new("name") { Description = string.Join(", ", AgentTables.Names), HelpName = "NAME" };

    private static readonly Option<string?> Node = new("--node", "-n") { Description = "only this node's; else every node's", HelpName = "NODE" };

    public static Command Create()
    {
        var command = new Command("table", "Prints a table of the agents: what is wanted, what the kernel has, and how far it is.") { LabCommand.Name, Table, Node };
        command.SetAction(parsed =>
        {
            var name = parsed.GetValue(Table)!;
            if (!AgentTables.Names.Contains(name))
            {
                throw new ProblemException("table", [new Problem("NAME", Nearest.Sentence("table", name, AgentTables.Names))]);
            }

            var lab = parsed.Lab();
            var tables = Nodes(lab, parsed.GetValue(Node)).Select(node => (Node: node, Table: Ask(lab, node, name))).ToList();
            parsed.Output().Write(Json(tables), console => tables.ForEach(table => Write(console, table.Node, table.Table)));
            return 0;
        });
        return command;
    }

    /// <summary>The node that was named, or all.</summary>
    /// <exception cref="LabException">There is none of that name.</exception>
    public static IReadOnlyList<string> Nodes(RunningLab lab, string? named)
    {
        var nodes = lab.Status().Hosts.Where(host => host.Role == HostRole.Node).Select(host => host.Name).ToList();
        return named is null ? nodes
            : nodes.Contains(named) ? [named]
            : throw new LabException(Nearest.Sentence("node", named, nodes));
    }

    private static JsonNode Ask(RunningLab lab, string node, string name) =>
        lab.AskAgent(node, "table", new JsonObject { ["name"] = name }) ?? throw new ControlException($"the agent of {node} has no table {name}");

    private static JsonArray Json(List<(string Node, JsonNode Table)> tables) =>
        [.. tables.Select(table => (JsonNode)new JsonObject { ["node"] = table.Node, ["table"] = table.Table.DeepClone() })];

    private static void Write(IAnsiConsole console, string node, JsonNode table)
    {
        var columns = table["columns"]!.AsArray().Select(column => column!.GetValue<string>()).ToList();
        var rows = table["rows"]!.AsArray();
        console.WriteLine($"{table["name"]} of {node}: {rows.Count} rows");
        if (rows.Count == 0)
        {
            return;
        }

        var grid = CommandOutput.Table([.. columns]);
        foreach (var row in rows)
        {
            grid.AddRow([.. columns.Select(column => new Text(row![column]?.ToString() ?? ""))]);
        }

        console.Write(grid);
    }
}
