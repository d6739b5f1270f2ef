using System.CommandLine;
using Fairlead.Cli.Commands.Cni;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead cni …</c>: for whoever writes or installs CNI plug-ins, of whatever maker.</summary>
internal static class CniCommand
{
    public static Command Create() => new("cni", "For CNI plug-ins of any maker.") { CheckCommand.Create() };
}
