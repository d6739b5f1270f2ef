using System.Reflection;
using Fairlead.Agent.Configuration;

namespace Fairlead.AgentApp;

internal enum AgentAction
{
    Run,
    Version,
    Help,
    Uninstall,
}

/// <summary>What the agent was told to do, and where its files are.</summary>
internal sealed record CommandLine(AgentAction Action, AgentPaths Paths)
{
    public const string Usage = """
        usage: fairlead-agent [run | --uninstall | --version | --help] [--config FILE] [--socket FILE] [--state-dir FOLDER] [--drop-ins ROOT]
          run          serves the node until it is told to stop (the default)
          --uninstall  takes what is ours off the node and restores the settings that were changed; the agent
                       must be stopped and no pod attached
          --config     configuration, /etc/fairlead/agent.yaml
          --socket     where the plug-in calls, /run/fairlead/cni.sock
          --state-dir  journal and deletion requests, /var/lib/fairlead
          --drop-ins   root folder of the node, / mostly: networkd, NetworkManager, udev and cloud-init are told there
                       to leave NICs that come later to the agent; without it nobody is told
        """;

    public static string Version { get; } =
        typeof(CommandLine).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";

    /// <returns>Null, after saying why, for what is not understood.</returns>
    public static CommandLine? Read(string[] arguments)
    {
        var command = new CommandLine(AgentAction.Run, new AgentPaths());
        for (var i = 0; i < arguments.Length; i++)
        {
            var value = i + 1 < arguments.Length ? arguments[i + 1] : null;
            var next = (arguments[i], value) switch
            {
                ("run", _) => command with { Action = AgentAction.Run },
                ("--uninstall", _) => command with { Action = AgentAction.Uninstall },
                ("--version", _) => command with { Action = AgentAction.Version },
                ("--help" or "-h", _) => command with { Action = AgentAction.Help },
                ("--config", { } file) => command with { Paths = command.Paths with { Configuration = file } },
                ("--socket", { } file) => command with { Paths = command.Paths with { Socket = file } },
                ("--state-dir", { } folder) => command with { Paths = command.Paths with { State = folder } },
                ("--drop-ins", { } root) => command with { Paths = command.Paths with { DropIns = root } },
                _ => null,
            };
            if (next is null)
            {
                Console.Error.WriteLine($"fairlead-agent: '{arguments[i]}' is not understood\n{Usage}");
                return null;
            }

            i += arguments[i].StartsWith("--", StringComparison.Ordinal) && arguments[i] is not ("--version" or "--help" or "--uninstall") ? 1 : 0;
            command = next;
        }

        return command;
    }
}
