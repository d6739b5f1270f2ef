using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Agent.Pods;

/// <summary>A namespace that a search came upon.</summary>
internal sealed record FoundNamespace(string Path, NetnsIdentity Identity);

/// <summary>
/// Looks for the namespaces in which the other ends of our links are, where runtimes keep theirs and below every process. The
/// host ends' indexes are unique on the node, so the peer's IFLA_LINK names its pair; that it is this node's, the node's own number for
/// the namespace says.
/// </summary>
internal static class NamespacePaths
{
    private static readonly string[] Folders = ["/run/netns", "/var/run/netns", "/run/docker/netns"];

    /// <param name="node">A connection of the node's.</param>
    /// <param name="links">Our links there.</param>
    public static IReadOnlyDictionary<int, FoundNamespace> ByPeerIndex(NetlinkConnection node, IReadOnlyList<ObservedLink> links)
    {
        var indexes = links.ToDictionary(link => link.Index, link => link.PeerNamespaceId);
        var found = new Dictionary<int, FoundNamespace>();
        var seen = new HashSet<NetnsIdentity>();
        foreach (var path in Candidates())
        {
            if (found.Count == indexes.Count)
            {
                break;
            }

            Look(node, path, indexes, seen, found);
        }

        return found;
    }

    private static void Look(NetlinkConnection node, string path, Dictionary<int, int> indexes, HashSet<NetnsIdentity> seen, Dictionary<int, FoundNamespace> found)
    {
        try
        {
            using var netns = NetworkNamespace.OpenPath(path);
            if (!seen.Add(netns.Identity))
            {
                return;
            }

            var number = NamespaceNumber.Of(node, netns);
            if (number < 0 || !indexes.ContainsValue(number))
            {
                return;
            }

            using var reader = KernelReader.Open(netns);
            foreach (var link in reader.Links().Where(link => link.Kind == "veth" && indexes.TryGetValue(link.Peer, out var where) && where == number))
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
