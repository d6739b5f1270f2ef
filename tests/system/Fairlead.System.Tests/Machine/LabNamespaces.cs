using System.Globalization;
using Fairlead.Lab.Entrance;

namespace Fairlead.System.Tests.Machine;

/// <summary>The namespaces that a lab is made of: whoever is in one of them is a process of the lab.</summary>
internal sealed class LabNamespaces
{
    private static readonly string[] Kinds = ["net", "mnt", "pid", "uts", "ipc", "user"];

    private readonly HashSet<string> _own = [];

    /// <param name="lab">One with hosts and pods, so that theirs are known.</param>
    public LabNamespaces(RunningLab lab)
    {
        foreach (var pid in Processes().Where(pid => IsBelow(pid, lab.Pid)))
        {
            _own.UnionWith(Of(pid));
        }

        _own.ExceptWith(Of(Environment.ProcessId));
        Assert.True(_own.Count > 20, $"a lab has more namespaces than {string.Join(' ', _own)}");
    }

    /// <summary>Processes that are in one of the namespaces, or have one open.</summary>
    public IReadOnlyList<string> Left() =>
        [.. Processes().Where(pid => pid != Environment.ProcessId && Of(pid).Any(_own.Contains)).Select(pid => $"{pid} {CommandLine(pid)}")];

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

    private static IEnumerable<string> Of(int pid) => Kinds.Select(kind => Link(pid, kind)).OfType<string>();

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
