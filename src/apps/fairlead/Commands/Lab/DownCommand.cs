using System.CommandLine;
using System.Text.Json.Nodes;
using Fairlead.Cli.Output;
using Spectre.Console;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab down</c></summary>
internal static class DownCommand
{
    public static Command Create()
    {
        var command = new Command("down", "Ends a lab; nothing of it is left.");
        command.SetAction(parsed =>
        {
            var lab = parsed.Lab();
            lab.Stop();
            parsed.Output().Write(new JsonObject { ["name"] = lab.Name, ["down"] = true }, console => console.WriteLine($"lab {lab.Name} is down"));
            return 0;
        });
        return command;
    }
}
