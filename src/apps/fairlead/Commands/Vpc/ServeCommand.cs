using System.CommandLine;

namespace Fairlead.Cli.Commands.Vpc;

/// <summary><c>fairlead vpc serve [TOPOLOGY.yaml]</c></summary>
internal static class ServeCommand
{
    private static readonly Argument<FileInfo?> Topology = new("topology")
    {
        Description = "YAML file of vSwitches, hosts and ranges, as lab up takes it; without one, the world of the walkthrough",
        HelpName = "TOPOLOGY.yaml",
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = NamedFile.Parse,
    };

    private static readonly Option<string> Listen = new("--listen")
    {
        Description = "where callers find it; port 0 for one that is free",
        HelpName = "ADDRESS:PORT",
        DefaultValueFactory = _ => "127.0.0.1:0",
    };

    private static readonly Option<FileInfo?> State = new("--state")
    {
        Description = "a file that keeps everything over a restart; without one nothing is kept",
        HelpName = "FILE",
        CustomParser = NamedFile.Parse,
    };

    private static readonly Option<FileInfo?> Faults = new("--faults")
    {
        Description = "a file of faults, limits and delays that the cloud is to have",
        HelpName = "FILE",
        CustomParser = NamedFile.Parse,
    };

    public static Command Create()
    {
        Topology.Validators.Add(NamedFile.Check);
        var command = new Command("serve", "Serves ECS, VPC and STS over HTTP until it is stopped; its first line is JSON with endpoint, keys and ids.") { Topology, Listen, State, Faults };
        command.SetAction(parsed => ServeAsync(parsed).GetAwaiter().GetResult());
        return command;
    }

    private static async Task<int> ServeAsync(ParseResult parsed)
    {
        var wish = new ServeWish(
            ListenAddress.Parse(parsed.GetValue(Listen)!, "vpc serve"),
            parsed.GetValue(Topology) is { } topology ? (TextFile.Read($"{topology}"), topology.Name) : null,
            parsed.GetValue(State)?.FullName,
            parsed.GetValue(Faults) is { } faults ? (TextFile.Read($"{faults}"), faults.Name) : null);
        using var stop = new StopSignal();
        await using var served = await ServedVpc.StartAsync(wish).ConfigureAwait(false);
        Console.Out.WriteLine(served.FirstLine());
        Console.Error.WriteLine($"serving {served.Endpoint}; {(wish.State is null ? "nothing is kept: --state FILE keeps it" : $"kept in {wish.State}")}");
        if (served.Remark is { } remark)
        {
            Console.Error.WriteLine($"fairlead: {remark}");
        }

        await stop.Came.ConfigureAwait(false);
        return 0;
    }
}
