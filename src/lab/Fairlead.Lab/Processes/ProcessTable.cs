using System.Globalization;

namespace Fairlead.Lab.Processes;

/// <summary>What /proc says of processes. They come and go while one reads: what is gone is not there.</summary>
internal static class ProcessTable
{
    public static IEnumerable<int> All() =>
        Directory.EnumerateDirectories("/proc")
            .Select(path => int.TryParse(Path.GetFileName(path.AsSpan()), NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0);

    /// <summary>Arguments of a process, its program first; empty for kernel threads and for what is gone.</summary>
    public static string[] CommandLine(int pid) => Read(pid, "cmdline")?.Split('\0', StringSplitOptions.RemoveEmptyEntries) ?? [];

    /// <summary>The first process that this one started and that still runs; null where there is none.</summary>
    public static int? ChildOf(int pid) => All().Cast<int?>().FirstOrDefault(child => ParentOf(child!.Value) == pid);

    /// <summary>Whether a process still has files open and holds locks: one that has ended and is only waited for has none.</summary>
    public static bool IsRunning(int pid) => Fields(pid) is [not ("Z" or "X"), ..];

    public static bool Exists(int pid) => Directory.Exists($"/proc/{pid}");

    /// <summary>Whether a process was started by another, or by one that was.</summary>
    public static bool IsBelow(int pid, int ancestor)
    {
        while (pid > 1 && pid != ancestor)
        {
            pid = ParentOf(pid);
        }

        return pid == ancestor;
    }

    /// <summary>When a process started, in clock ticks since boot, and its number: the order in which processes came.</summary>
    public static (long Ticks, int Pid) StartOf(int pid) =>
        (Fields(pid) is { Length: > 19 } fields ? long.Parse(fields[19], CultureInfo.InvariantCulture) : long.MaxValue, pid);

    // What has ended and is only waited for (Z) has no namespaces any more, and is nobody's child here: `unshare --net=FILE` leaves one
    // such behind for a moment.
    private static int ParentOf(int pid) => Fields(pid) is not [var state, var parent, ..] || state == "Z" ? 0 : int.Parse(parent, CultureInfo.InvariantCulture);

    // proc(5): "pid (comm) state ppid …"; comm may hold spaces and parentheses. From the state on: what is field 3 there is 0 here.
    private static string[] Fields(int pid) => Read(pid, "stat") is { } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ') : [];

    private static string? Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
