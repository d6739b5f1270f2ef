using System.CommandLine;
using Fairlead.Cli.Commands.Lab;
using Fairlead.Lab.Entrance;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead lab …</c>: a small VPC on this machine.</summary>
internal static class LabCommand
{
    /// <summary><c>--name</c>, for commands that speak to a lab.</summary>
    public static Option<string> Name { get; } = new("--name")
    {
        Description = "name of the lab",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable("FAIRLEAD_LAB") ?? LabFinder.DefaultName,
    };

    public static Command Create() => new("lab", "Runs a small VPC on this machine: hosts, nodes, pods, with real packets.")
    {
        Name,
        UpCommand.Create(),
        DownCommand.Create(),
        StatusCommand.Create(),
        ExecCommand.Create(),
        PodCommand.Create(),
        AgentCommand.Create(),
        NodeCommand.Create(),
        ProgramCommand.Create("cloud", "Kills and starts the program of the lab's cloud: packets go on without it."),
        ProgramCommand.Create("store", "Kills and starts the cluster's store."),
        ProgramCommand.Create("controller", "Kills and starts the cluster's controller."),
        RouteCommand.Create(),
        NetCommand.Create(),
        ProbeCommand.Create(),
        RunCommand.Create(),
    };

    /// <summary>The lab that a command is about.</summary>
    /// <exception cref="Fairlead.Lab.LabException">It is not up.</exception>
    public static RunningLab Lab(this ParseResult parsed) => LabFinder.Get(parsed.GetValue(Name)!);
}
