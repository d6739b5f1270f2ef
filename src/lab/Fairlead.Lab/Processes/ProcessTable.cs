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

    public static bool Exists(int pid) => Directory.Exists($"/proc/{pid}");

    // proc(5): "pid (comm) state ppid …"; comm may hold spaces and parentheses. What has ended and is only waited for (Z) has no
    // namespaces any more, and is nobody's child here: `unshare --net=FILE` leaves one such behind for a moment.
    private static int ParentOf(int pid)
    {
        var stat = Read(pid, "stat");
        var fields = stat?[(stat.LastIndexOf(')') + 2)..].Split(' ');
        return fields is null or ["Z", ..] ? 0 : int.Parse(fields[1], CultureInfo.InvariantCulture);
    }

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
