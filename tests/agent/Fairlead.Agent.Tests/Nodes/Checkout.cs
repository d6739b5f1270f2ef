namespace Fairlead.Agent.Tests.Nodes;

/// <summary>Where the programs of the build and the peers of the tests lie.</summary>
internal static class Checkout
{
    private static readonly Lazy<string> Folder = new(Find);

    /// <summary>The plug-in as a runtime would run it; the test is skipped where it could not be built.</summary>
    public static string Plugin => Present(Path.Combine(Folder.Value, "artifacts/cni/fairlead-cni"), "the plug-in is not built: run eng/build-cni");

    public static string Agent => Present(Path.Combine(Folder.Value, "artifacts/bin/fairlead-agent/release/fairlead-agent"), "the agent is not built");

    /// <summary>A program of the machine or, unpacked by eng/peers.sh, of the user's cache, with the environment that it needs.</summary>
    public static (string Path, string Libraries) Program(string name)
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache");
        var peers = Path.Combine(cache, "fairlead/peers/root");
        string[] folders = ["/usr/sbin", "/usr/bin", "/sbin", "/bin", $"{peers}/usr/sbin", $"{peers}/usr/bin", $"{peers}/sbin"];
        var found = folders.Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);
        Assert.SkipWhen(found is null, $"{name} is missing: run eng/peers.sh");
        var libraries = $"{peers}/usr/lib/x86_64-linux-gnu:{peers}/lib/x86_64-linux-gnu";
        return (found!, found!.StartsWith(peers, StringComparison.Ordinal) ? libraries : "");
    }

    private static string Present(string path, string otherwise)
    {
        Assert.SkipUnless(File.Exists(path), otherwise);
        return path;
    }

    private static string Find()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Fairlead.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException("no Fairlead.slnx above the test: run it from a checkout");
    }
}
