using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Linux.Enis;

/// <summary>An ENI as a link, and the namespace in which it was found.</summary>
internal sealed record FoundEni(Netns Netns, ObservedLink Link);

/// <summary>Finds ENIs by their MAC: their names and indexes are what somebody, or the order of attaching, made them.</summary>
internal sealed class EniFinder(NetnsConnections connections)
{
    private readonly Dictionary<Netns, IReadOnlyList<ObservedLink>> _links = [];

    /// <summary>
    /// In the given namespaces, first to last; one that is gone has nothing in it. Pods have links that look like others' ENIs, if they
    /// like: no pod is asked that nobody named.
    /// </summary>
    public FoundEni? FindIn(MacAddress mac, bool member, params IReadOnlyList<Netns> where) =>
        where.Distinct().Select(netns => FindIn(netns, mac, member)).OfType<FoundEni>().FirstOrDefault();

    /// <exception cref="KernelException">ENODEV: it is in none of these namespaces.</exception>
    public FoundEni Get(MacAddress mac, params IReadOnlyList<Netns> where) =>
        FindIn(mac, false, where) ?? throw new KernelException("finding", $"ENI {mac}", Errno.ENODEV, "no link of the node or of its pod has this MAC");

    public IReadOnlyList<ObservedLink> Links(Netns netns)
    {
        if (_links.TryGetValue(netns, out var known))
        {
            return known;
        }

        if (connections.Find(netns) is not { } connection)
        {
            return _links[netns] = [];
        }

        using var reader = new KernelReader(connection) { Owns = false };
        return _links[netns] = reader.Links();
    }

    // A device before a veth that poses as one.
    private FoundEni? FindIn(Netns netns, MacAddress mac, bool member) =>
        Links(netns).Where(link => EniMark.Is(link, mac, member)).OrderBy(link => link.PermanentMac == mac ? 0 : EniMark.IsMarked(link) ? 1 : 2)
            .Select(link => new FoundEni(netns, link)).FirstOrDefault();
}
