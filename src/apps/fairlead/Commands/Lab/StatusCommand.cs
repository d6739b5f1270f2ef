using System.CommandLine;
using Fairlead.Cli.Output;
using Fairlead.Lab;

namespace Fairlead.Cli.Commands.Lab;

/// <summary><c>fairlead lab status</c></summary>
internal static class StatusCommand
{
    public static Command Create()
    {
        var command = new Command("status", "Shows hosts, pods and routes of a lab.");
        command.SetAction(parsed =>
        {
            var status = parsed.Lab().Status();
            parsed.Output().Write(LabJson.ToNode(status), console => StatusText.Write(console, status));
            return 0;
        });
        return command;
    }
}
