using System.CommandLine;
using System.Text.Json.Nodes;
using Fairlead.Cli.Output;
using Fairlead.Lab.Entrance;
using Spectre.Console;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab cloud|store|controller kill|start</c></summary>
internal static class ProgramCommand
{
    public static Command Create(string program, string description) => new(program, description)
    {
        Verb(program, "kill", "Kills it with SIGKILL, whatever it is about.", "killed", lab => lab.KillProgram(program)),
        Verb(program, "start", "Starts it again; it goes on with what it has kept.", "running", lab => lab.StartProgram(program)),
    };

    private static Command Verb(string program, string name, string description, string outcome, Action<RunningLab> work)
    {
        var command = new Command(name, description);
        command.SetAction(parsed =>
        {
            work(parsed.Lab());
            parsed.Output().Write(new JsonObject { ["program"] = program, ["is"] = outcome }, console => console.WriteLine($"the {program} is {outcome}"));
            return 0;
        });
        return command;
    }
}
