using Fairlead.Linux;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Agent.Pods;

/// <summary>A namespace that a search came upon.</summary>
internal sealed record FoundNamespace(string Path, NetnsIdentity Identity);

/// <summary>
/// Looks for the namespaces in which the other ends of our links are, where runtimes keep theirs and below every process. The
/// host ends' indexes are unique and far above the kernel's own, so the peer's IFLA_LINK names its pair.
/// </summary>
internal static class NamespacePaths
{
    private static readonly string[] Folders = ["/run/netns", "/var/run/netns", "/run/docker/netns"];

    public static IReadOnlyDictionary<int, FoundNamespace> ByPeerIndex(IReadOnlySet<int> indexes)
    {
        var found = new Dictionary<int, FoundNamespace>();
        var seen = new HashSet<NetnsIdentity>();
        foreach (var path in Candidates())
        {
            if (found.Count == indexes.Count)
            {
                break;
            }

            Look(path, indexes, seen, found);
        }

        return found;
    }

    private static void Look(string path, IReadOnlySet<int> indexes, HashSet<NetnsIdentity> seen, Dictionary<int, FoundNamespace> found)
    {
        try
        {
            using var netns = NetworkNamespace.OpenPath(path);
            if (!seen.Add(netns.Identity))
            {
                return;
            }

            using var reader = KernelReader.Open(netns);
            foreach (var link in reader.Links().Where(link => link.Kind == "veth" && indexes.Contains(link.Peer)))
            {
                found.TryAdd(link.Peer, new FoundNamespace(path, netns.Identity));
            }
        }
        catch (KernelException)
        {
            // A process that has ended since, or a file that is no namespace.
        }
    }

    private static IEnumerable<string> Candidates() =>
        Folders.Where(Directory.Exists).SelectMany(folder => Directory.EnumerateFiles(folder))
            .Concat(Directory.EnumerateDirectories("/proc").Where(folder => char.IsAsciiDigit(Path.GetFileName(folder)[0])).Select(folder => folder + "/ns/net"));
}
