using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fairlead.Agent.Configuration;
using Fairlead.Agent.Reports;
using Fairlead.Cli.Commands.Lab;
using Fairlead.Cli.Output;
using Fairlead.Lab;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Observation;
using Fairlead.Lab.Processes;
using Fairlead.Linux.Namespaces;
using Fairlead.Planning.Doctor;
using Spectre.Console;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead doctor [NODE]</c></summary>
internal static class DoctorCommand
{
    private const int NeedsAHand = 3;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) } };

    private static readonly Argument<string?> Node = new("node")
    {
        Description = "a node of the lab; else all of them, or this machine where no lab is up", HelpName = "NODE", Arity = ArgumentArity.ZeroOrOne,
    };

    private static readonly Option<bool> Brief = new("--brief", "-b") { Description = "only what is not as it should be" };

    public static Command Create()
    {
        var command = new Command(
            "doctor", $"Checks a node's settings and Fairlead's own objects against what should be there; ends with status {NeedsAHand} where something needs a hand.")
        {
            LabCommand.Name, Node, Brief,
        };
        command.SetAction(parsed => IsThisMachine(parsed) ? OnThisMachine(parsed) : InsideLab.Run(parsed, places => InLab(parsed, places)));
        return command;
    }

    /// <summary>Where no lab is up and none was asked for by name, the machine itself may be a node.</summary>
    private static bool IsThisMachine(ParseResult parsed) =>
        LabPlaces.Current is null && parsed.GetResult(LabCommand.Name) is not { Implicit: false } && LabFinder.Find(parsed.GetValue(LabCommand.Name)!) is null;

    private static int InLab(ParseResult parsed, LabPlaces places) =>
        Write(parsed, [.. TableCommand.Nodes(places.Lab, parsed.GetValue(Node)).Select(node => (node, LabDoctor.Examine(places, node)))]);

    private static int OnThisMachine(ParseResult parsed)
    {
        var paths = new AgentPaths();
        if (!File.Exists(paths.Socket) && !File.Exists(paths.Configuration))
        {
            _ = LabFinder.All().Count > 0 ? LabFinder.Get(parsed.GetValue(LabCommand.Name)!) : null;
            throw new LabException($"no lab is up (start one with: fairlead lab up), and this machine is no node: there is neither {paths.Socket} nor {paths.Configuration}");
        }

        if (parsed.GetValue(Node) is { } named && named != Environment.MachineName)
        {
            throw new LabException($"no lab is up, and this machine is {Environment.MachineName}, not {named}");
        }

        using var netns = NetworkNamespace.Current();
        var reader = new NodeChartReader(Environment.MachineName, netns, new NodeRoot("")) { OwnPlugin = Installation.Current.Plugin };
        return Write(parsed, [(Environment.MachineName, NodeDoctor.Examine(reader.Read()))]);
    }

    private static int Write(ParseResult parsed, List<(string Node, IReadOnlyList<Diagnosis> Diagnoses)> nodes)
    {
        var all = !parsed.GetValue(Brief);
        parsed.Output().Write(Json(nodes), console =>
        {
            foreach (var line in nodes.SelectMany(node => DoctorText.Lines(node.Node, node.Diagnoses, all)))
            {
                console.Write(new Text(line + "\n"));
            }
        });
        return nodes.Exists(node => node.Diagnoses.Any(diagnosis => diagnosis.Level == DiagnosisLevel.Trouble)) ? NeedsAHand : 0;
    }

    private static JsonArray Json(List<(string Node, IReadOnlyList<Diagnosis> Diagnoses)> nodes) =>
    [
        .. nodes.Select(node => (JsonNode)new JsonObject
        {
            ["node"] = node.Node,
            ["summary"] = DoctorText.Summary(node.Diagnoses),
            ["findings"] = JsonSerializer.SerializeToNode(node.Diagnoses, Options),
        }),
    ];
}
