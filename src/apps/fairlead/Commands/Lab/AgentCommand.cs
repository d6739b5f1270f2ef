using System.CommandLine;
using Fairlead.Lab.Entrance;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab agent kill|start NODE</c></summary>
internal static class AgentCommand
{
    public static Command Create() => new("agent", "Kills and starts the agent of a node.")
    {
        Verb("kill", "Kills it with SIGKILL, whatever it is about.", "killed", (lab, node) => lab.KillAgent(node)),
        Verb("start", "Starts it again.", "running", (lab, node) => lab.StartAgent(node)),
    };

    private static Command Verb(string name, string description, string outcome, Action<RunningLab, string> work) =>
        NodeVerb.Create(name, description, "agent", outcome, node => $"the agent of {node}", work);
}
