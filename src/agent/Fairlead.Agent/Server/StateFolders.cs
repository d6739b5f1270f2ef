using Fairlead.Agent.Configuration;

namespace Fairlead.Agent.Server;

/// <summary>The agent's folders, for nobody but its user: whoever may write there may take pods' addresses away.</summary>
internal static class StateFolders
{
    private const UnixFileMode Private = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;

    /// <exception cref="IOException">A folder cannot be made.</exception>
    public static void Make(AgentPaths paths)
    {
        Make(Path.GetDirectoryName(paths.Socket)!);
        Make(paths.State);
        Make(paths.Deletions);
    }

    private static void Make(string folder)
    {
        Directory.CreateDirectory(folder, Private);
        if (File.GetUnixFileMode(folder) != Private)
        {
            File.SetUnixFileMode(folder, Private);
        }
    }
}
