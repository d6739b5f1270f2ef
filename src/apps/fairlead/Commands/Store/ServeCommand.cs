using System.CommandLine;
using Fairlead.Kubernetes.Store;
using Fairlead.Model.Problems;

namespace Fairlead.Cli.Commands.Store;

/// <summary><c>fairlead store serve</c></summary>
internal static class ServeCommand
{
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

    private static readonly Option<FileInfo?> Kubeconfig = new("--kubeconfig")
    {
        Description = "a file to write for kubectl, with the store's address and token",
        HelpName = "FILE",
        CustomParser = NamedFile.Parse,
    };

    private static readonly Option<FileInfo?> TokenFile = new("--token-file")
    {
        Description = "a file whose text callers have to present as their bearer token; without one, whoever reaches the store may do everything",
        HelpName = "FILE",
        CustomParser = NamedFile.Parse,
    };

    private static readonly Option<FileInfo?> Tls = new("--tls")
    {
        Description = "a PEM file of certificate and key to serve HTTPS with; made where there is none. kubectl sends a token over HTTPS only",
        HelpName = "FILE",
        CustomParser = NamedFile.Parse,
    };

    public static Command Create()
    {
        var command = new Command("serve", "Serves the cluster's objects until it is stopped; its first line is JSON with the server's address.") { Listen, State, Kubeconfig, TokenFile, Tls };
        command.SetAction(parsed => ServeAsync(parsed).GetAwaiter().GetResult());
        return command;
    }

    private static async Task<int> ServeAsync(ParseResult parsed)
    {
        var listen = ListenAddress.Parse(parsed.GetValue(Listen)!, "store serve");
        var options = new StoreOptions
        {
            Listen = listen,
            Certificate = parsed.GetValue(Tls) is { } pem ? StoreCertificate.Open(pem.FullName, listen.Address) : null,
            StateFile = parsed.GetValue(State)?.FullName,
            Token = parsed.GetValue(TokenFile) is { } file ? Token(file) : null,
            Failed = bug => Console.Error.WriteLine($"fairlead: {bug}"),
        };
        using var stop = new StopSignal();
        await using var server = await StoreServer.StartAsync(options).ConfigureAwait(false);
        if (parsed.GetValue(Kubeconfig) is { } kubeconfig)
        {
            server.WriteKubeconfig(kubeconfig.FullName);
        }

        Console.Out.WriteLine(server.FirstLine());
        Console.Error.WriteLine($"serving {server.Uri}; {(options.StateFile is null ? "nothing is kept: --state FILE keeps it" : $"kept in {options.StateFile}")}");
        await stop.Came.ConfigureAwait(false);
        return 0;
    }

    private static string Token(FileInfo file) => TextFile.Read($"{file}").Trim() is { Length: > 0 } token && !token.Any(char.IsWhiteSpace)
        ? token
        : throw new ProblemException("store serve", [new Problem("--token-file", $"'{file}' holds no token; write one word into it")]);
}
