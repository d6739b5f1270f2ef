using System.CommandLine;
using Fairlead.Cli.Output;
using Fairlead.Lab;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Topology;
using Spectre.Console;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab up [TOPOLOGY.yaml]</c></summary>
internal static class UpCommand
{
    private static readonly Argument<FileInfo?> Topology = new("topology")
    {
        Description = "YAML file of vSwitches, hosts and ranges; without one, the world of the walkthrough",
        HelpName = "TOPOLOGY.yaml",
        Arity = ArgumentArity.ZeroOrOne,
    };

    public static Command Create()
    {
        var command = new Command("up", "Starts a lab.") { Topology };
        command.SetAction(Up);
        return command;
    }

    private static int Up(ParseResult parsed)
    {
        var file = parsed.GetValue(Topology);
        var name = parsed.GetValue(LabCommand.Name)!;
        var output = parsed.Output();
        var text = file is null ? LabTopology.DefaultText : Read(file);
        var lab = output.While($"lab {name}", say => LabStarter.Start(name, text, file?.Name ?? "the built-in topology", what => say($"lab {name}: {what}")));
        var status = lab.Status();
        output.Write(LabJson.ToNode(status), console =>
        {
            console.WriteLine($"lab {name} is up: {status.Hosts.Count} hosts, {status.Hosts.Count(host => host.Agent is not null)} of them nodes");
            StatusText.WriteHosts(console, status);
        });
        return 0;
    }

    private static string Read(FileInfo file)
    {
        try
        {
            return File.ReadAllText(file.FullName);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new LabException($"cannot read the topology: {error.Message}", error);
        }
    }
}
