using System.CommandLine;
using System.Net;
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
        CustomParser = NamedFile.Parse,
    };

    private static readonly Option<string> Api = new("--api")
    {
        Description = "Where the lab's OpenAPI listens on this machine; by default a free port of the loopback",
        HelpName = "ADDRESS:PORT",
    };

    private static readonly Option<string> Kube = new("--kube")
    {
        Description = "Where the store of a cluster listens on this machine, for kubectl; by default a free port of the loopback",
        HelpName = "ADDRESS:PORT",
    };

    private static readonly Option<bool> Cluster = new("--cluster") { Description = "Without a file: the hosts of the walkthrough as a cluster, with a store and a controller" };

    private static readonly Option<FileInfo?> Faults = FaultsOption.Create();

    public static Command Create()
    {
        CheckPlace(Api);
        CheckPlace(Kube);
        Topology.Validators.Add(NamedFile.Check);
        var command = new Command("up", "Starts a lab.") { Topology, Cluster, Api, Kube, Faults };
        command.SetAction(Up);
        return command;
    }

    private static void CheckPlace(Option<string> option) => option.Validators.Add(result =>
    {
        if (result.GetValue(option) is { } text && !(text.Contains(':', StringComparison.Ordinal) && IPEndPoint.TryParse(text, out _)))
        {
            result.AddError($"{option.Name} {text}: no address with a port; write 127.0.0.1:8080, say");
        }
    });

    private static IPEndPoint? Place(ParseResult parsed, Option<string> option) => parsed.GetValue(option) is { } place ? IPEndPoint.Parse(place) : null;

    private static int Up(ParseResult parsed)
    {
        var file = parsed.GetValue(Topology);
        var name = parsed.GetValue(LabCommand.Name)!;
        var output = parsed.Output();
        var text = file is not null ? TextFile.Read($"{file}") : parsed.GetValue(Cluster) ? LabTopology.WalkthroughText : LabTopology.DefaultText;
        var faults = FaultsOption.Read(parsed.GetValue(Faults));
        var lab = output.While($"lab {name}", say => LabStarter.Start(name, text, file?.Name ?? "the built-in topology", what => say($"lab {name}: {what}"), api: Place(parsed, Api), kube: Place(parsed, Kube)));
        var status = lab.Status();
        if (faults is not null)
        {
            FaultsOption.Use(faults, status.Cloud?.Endpoint ?? throw new LabException("the lab is up, without faults: its cloud listens nowhere outside"));
        }

        output.Write(LabJson.ToNode(status), console =>
        {
            console.WriteLine($"lab {name} is up: {status.Hosts.Count} hosts, {status.Hosts.Count(host => host.Agent is not null)} of them nodes");
            StatusText.WriteHosts(console, status);
        });
        return 0;
    }
}
