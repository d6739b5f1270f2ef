using System.Reflection;
using Fairlead.Controller.Configuration;
using Fairlead.Model.Problems;

namespace Fairlead.ControllerApp;

internal enum ControllerAction
{
    Run,
    ReportLeaks,
    Version,
    Help,
}

/// <summary>What the controller was told.</summary>
/// <param name="File">The file that was named; null for the usual one.</param>
internal sealed record CommandLine(ControllerAction Action, string? File, ControllerSettings Settings)
{
    public const string Usage = """
        usage: fairlead-controller [run | --report-leaks | --version | --help] [options]
          run                   keeps the cloud and the nodes' networks as they should be (the default)
          --report-leaks        prints what of ours in the cloud nobody owns, and ends
          --config FILE         settings, /etc/fairlead/controller.yaml; options count before it
          --server URL          the cluster's store: https://, http:// or unix://; without it, that of the
                                cluster that the controller is a pod of
          --kubeconfig FILE     the same, and whom to be, as kubectl reads it
          --token-file FILE     bearer token for the store; read again when it changes
          --ca FILE             authorities that may vouch for the store
          --region ID           the cloud's region, cn-hangzhou
          --endpoint URL        where the cloud's API is; without it, that of the region
          --network WAY         vpc or internet: how the region's API is reached
          --keys FOLDER         files access-key-id and access-key-secret; without it the environment, an
                                OIDC token, or the RAM role of the instance
          --lease NAMESPACE/NAME  who holds it leads, kube-system/fairlead-controller
          --metrics ADDRESS     where Prometheus asks, 127.0.0.1:9464; off for nowhere
        """;

    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <exception cref="ProblemException">Something is not understood.</exception>
    public static CommandLine Read(string[] arguments)
    {
        var command = new CommandLine(ControllerAction.Run, null, new ControllerSettings());
        for (var i = 0; i < arguments.Length; i++)
        {
            if (ActionOf(arguments[i]) is { } action)
            {
                command = command with { Action = action };
                continue;
            }

            var value = i + 1 < arguments.Length ? arguments[++i] : null;
            command = command.With(arguments[i - (value is null ? 0 : 1)], value);
        }

        return command;
    }

    private static ControllerAction? ActionOf(string word) => word switch
    {
        "run" => ControllerAction.Run,
        "--report-leaks" => ControllerAction.ReportLeaks,
        "--version" => ControllerAction.Version,
        "--help" or "-h" => ControllerAction.Help,
        _ => null,
    };

    private CommandLine With(string option, string? value) => (option, value) switch
    {
        ("--config", { } file) => this with { File = file },
        ("--server", { } url) => this with { Settings = Settings with { Server = url } },
        ("--kubeconfig", { } file) => this with { Settings = Settings with { Kubeconfig = file } },
        ("--token-file", { } file) => this with { Settings = Settings with { TokenFile = file } },
        ("--ca", { } file) => this with { Settings = Settings with { AuthorityFile = file } },
        ("--region", { } id) => this with { Settings = Settings with { Region = id } },
        ("--endpoint", { } url) => this with { Settings = Settings with { Endpoint = url } },
        ("--network", { } way) => this with { Settings = Settings with { Network = way } },
        ("--keys", { } folder) => this with { Settings = Settings with { Keys = folder } },
        ("--lease", { } name) => this with { Settings = Settings with { Lease = name } },
        ("--metrics", { } address) => this with { Settings = Settings with { Metrics = address } },
        _ => throw new ProblemException("fairlead-controller", [new Problem(option, "is no option, or its value is missing; see --help")]),
    };
}
