using System.CommandLine;
using Fairlead.Cli.Commands.Vpc;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead vpc …</c>: the emulated cloud by itself.</summary>
internal static class VpcCommand
{
    public static Command Create() => new("vpc", "Runs the emulated cloud without packets: its OpenAPI for your own code.")
    {
        ServeCommand.Create(),
    };
}
