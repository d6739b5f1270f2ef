using System.Diagnostics;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Linux.Tests.Kernel;

/// <summary>A program that we did not write, run inside a namespace: of the machine, or unpacked by eng/peers.sh.</summary>
internal static class PeerProgram
{
    private static readonly string Root = Path.Combine(
        Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache
            ? cache
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".cache"),
        "fairlead", "peers", "root");

    /// <summary>Locks of the programs are the tests' own: nobody else on the machine waits for them.</summary>
    public static string XtablesLock { get; } = Path.Combine(Path.GetTempPath(), $"fairlead-xtables-{Environment.ProcessId}.lock");

    /// <returns>What it printed.</returns>
    public static string Run(NetworkNamespace netns, string program, string arguments, string input = "")
    {
        var start = new ProcessStartInfo(Find(program), arguments) { RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["LD_LIBRARY_PATH"] = $"{Root}/usr/lib/x86_64-linux-gnu:{Root}/usr/lib/aarch64-linux-gnu";
        start.Environment["XTABLES_LIBDIR"] = Libraries("/usr/lib").Concat(Libraries($"{Root}/usr/lib")).FirstOrDefault("");
        start.Environment["XTABLES_LOCKFILE"] = XtablesLock;
        // The child is born on the thread that starts it, in the namespace that thread is in.
        using var process = netns.Inside(() => Process.Start(start)!);
        var error = process.StandardError.ReadToEndAsync();
        process.StandardInput.Write(input);
        process.StandardInput.Close();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} {arguments}: {error.Result}");
        return output;
    }

    private static IEnumerable<string> Libraries(string folder) => Directory.Exists(folder)
        ? Directory.GetDirectories(folder).Select(machine => $"{machine}/xtables").Where(Directory.Exists)
        : [];

    private static string Find(string program)
    {
        foreach (var path in new[] { $"/usr/sbin/{program}", $"{Root}/usr/sbin/{program}" })
        {
            if (File.Exists(path))
            {
                return path;
            }
        }

        Assert.Skip($"{program} is missing; eng/peers.sh fetches it");
        throw new FileNotFoundException(program);
    }
}
