using Fairlead.Linux.Namespaces;

namespace Fairlead.Linux.Iptables;

/// <summary>Which tables of iptables-legacy somebody has used in a namespace. Asking the kernel for one by its name would make it.</summary>
public static class LegacyTables
{
    private static readonly string[] Files = ["/proc/thread-self/net/ip_tables_names", "/proc/thread-self/net/ip6_tables_names"];

    /// <summary>Of both families; empty where the kernel has no ip_tables, or nobody may look.</summary>
    public static IReadOnlySet<string> Names(NetworkNamespace netns) => netns.Inside(() => Files.SelectMany(Read).ToHashSet());

    private static string[] Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllLines(path) : [];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
