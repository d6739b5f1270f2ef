using Fairlead.Cli.Commands.Lab;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Processes;

namespace Fairlead.Cli.Commands.Cni;

/// <summary>
/// Namespaces for one check: network, mounts and processes. A user namespace can only be entered before .NET starts, so this very command
/// line is run once more inside.
/// </summary>
internal static class NodeOfItsOwn
{
    private const string Variable = "FAIRLEAD_CHECK_NODE";

    private static readonly string Script = Path.Combine(AppContext.BaseDirectory, "conformance", "node.sh");

    public static bool IsCurrent => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 };

    /// <exception cref="Fairlead.Lab.LabException">Which namespaces may not be made, and how to get them.</exception>
    public static int Run()
    {
        NamespaceRights.Check();
        var folder = Directory.CreateTempSubdirectory("fairlead-check-");
        try
        {
            return ExecCommand.InTerminal(
            [
                "env", $"{Variable}=1", "DOTNET_EnableDiagnostics=0", "unshare", .. NamespaceRights.Unshare, "--mount-proc", "--propagation", "private",
                "sh", Script, folder.FullName, Installation.Dotnet, .. Environment.GetCommandLineArgs(),
            ]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
