using System.CommandLine;
using Fairlead.Cli.Commands.Store;

namespace Fairlead.Cli.Commands;

/// <summary><c>fairlead store …</c>: a cluster's store by itself.</summary>
internal static class StoreCommand
{
    public static Command Create() => new("store", "Runs a cluster's store that speaks the REST dialect of Kubernetes: for labs, tests and single machines.")
    {
        ServeCommand.Create(),
    };
}
