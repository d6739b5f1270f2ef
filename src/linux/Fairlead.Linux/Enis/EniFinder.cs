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

    /// <summary>In the given namespaces first to last; one that is gone has nothing in it.</summary>
    public FoundEni? FindIn(IEnumerable<Netns> where, MacAddress mac, bool member) =>
        where.Distinct().Select(netns => FindIn(netns, mac, member)).OfType<FoundEni>().FirstOrDefault();

    /// <summary>Wherever rows may name a namespace, the likely ones first.</summary>
    public FoundEni? Find(MacAddress mac, bool member, params ReadOnlySpan<Netns> likely) =>
        FindIn([.. likely, .. connections.Resolver.Known], mac, member);

    /// <exception cref="KernelException">ENODEV: it is not on this node.</exception>
    public FoundEni Get(MacAddress mac, bool member, params ReadOnlySpan<Netns> likely) =>
        Find(mac, member, likely) ?? throw new KernelException("finding", $"ENI {mac}", Errno.ENODEV, "no link of the node or of its pods has this MAC");

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

    private FoundEni? FindIn(Netns netns, MacAddress mac, bool member) =>
        Links(netns).Where(link => EniMark.Is(link, mac, member)).OrderBy(link => EniMark.IsMarked(link) ? 0 : 1)
            .Select(link => new FoundEni(netns, link)).FirstOrDefault();
}
