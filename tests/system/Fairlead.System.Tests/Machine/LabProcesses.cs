using System.Globalization;
using Fairlead.Lab.Entrance;

namespace Fairlead.System.Tests.Machine;

/// <summary>
/// The processes that are in a lab's namespaces. Their numbers tell whether they ended; the namespaces' do not, for the kernel gives the
/// number of one that is gone to the next that anybody makes.
/// </summary>
internal sealed class LabProcesses
{
    private readonly HashSet<(int Pid, string Start)> _processes;

    /// <param name="lab">One with hosts and pods, so that theirs are known.</param>
    public LabProcesses(RunningLab lab)
    {
        _processes = [.. Processes().Where(pid => IsBelow(pid, lab.Pid)).Select(pid => (pid, StartOf(pid)))];
        Assert.True(_processes.Count > 20, $"a lab has more processes than {string.Join(' ', _processes)}");
    }

    /// <summary>Those that still run, or wait to be buried.</summary>
    public IReadOnlyList<string> Left() =>
        [.. _processes.Where(process => StartOf(process.Pid) == process.Start).Select(process => $"{process.Pid} {CommandLine(process.Pid)}")];

    // Hosts and pods have process namespaces of their own, made by processes of the supervisor's.
    private static bool IsBelow(int pid, int supervisor)
    {
        var lab = Link(supervisor, "pid");
        for (var at = pid; at > 1; at = ParentOf(at))
        {
            if (Link(at, "pid") == lab)
            {
                return true;
            }
        }

        return false;
    }

    private static int ParentOf(int pid)
    {
        var line = Read(pid, "status")?.Split('\n').FirstOrDefault(line => line.StartsWith("PPid:", StringComparison.Ordinal));
        return line is null ? 0 : int.Parse(line[5..], CultureInfo.InvariantCulture);
    }

    private static IEnumerable<int> Processes() => Directory.EnumerateDirectories("/proc")
        .Select(path => int.TryParse(Path.GetFileName(path), CultureInfo.InvariantCulture, out var pid) ? pid : 0).Where(pid => pid > 0);

    // proc(5): field 22; 20 of those behind the name.
    private static string StartOf(int pid) => Read(pid, "stat") is { } stat ? stat[(stat.LastIndexOf(')') + 2)..].Split(' ')[19] : "";

    private static string? Link(int pid, string kind)
    {
        try
        {
            return new FileInfo($"/proc/{pid}/ns/{kind}").LinkTarget;
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string CommandLine(int pid) => Read(pid, "cmdline")?.Replace('\0', ' ') ?? "";

    private static string? Read(int pid, string file)
    {
        try
        {
            return File.ReadAllText($"/proc/{pid}/{file}");
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
