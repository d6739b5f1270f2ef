using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Links;

/// <summary>
/// Links of the node that the cloud made: set up and marked, never made and never deleted. One that is wished no longer loses its
/// mark and stays as it is.
/// </summary>
public sealed class NicTarget(NetnsConnections connections) : ITarget<LinkKey, NicRow>
{
    public string Name => "nics";

    public Scope ScopeOf(LinkKey key, NicRow row) => Scope.Of(key);

    /// <summary>Whether a link of the node bears the mark of these: whatever is on it is ours or goes.</summary>
    public static bool IsMarked(ObservedLink link) => link.Alias.StartsWith(OurMark.EniAliasPrefix, StringComparison.Ordinal);

    public IReadOnlyDictionary<LinkKey, NicRow> Read(Scope scope, IReadOnlyDictionary<LinkKey, NicRow> wished)
    {
        var rows = new Dictionary<LinkKey, NicRow>();
        if (scope.Netns is { IsNode: false } || (wished.Count == 0 && scope.Link is not null))
        {
            return rows;
        }

        using var reader = new KernelReader(connections.Get(Netns.Node)) { Owns = false };
        foreach (var link in reader.Links())
        {
            var key = new LinkKey(Netns.Node, link.Name);
            if (IsMarked(link) || (wished.TryGetValue(key, out var row) && row.Mac == link.Mac))
            {
                connections.Remember(key, link.Index);
                rows[key] = new NicRow { Key = key, Mac = link.Mac, Mtu = link.Mtu, Alias = link.Alias, Up = link is { IsUp: true, Master: 0 } };
            }
        }

        return rows;
    }

    public IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<LinkKey, NicRow>> changes) =>
        PerNamespace.Apply(connections, changes, "nic", key => key.Netns, (batch, place, change) =>
        {
            var index = Find(change);
            if (change.Desired is not { } row)
            {
                batch.Add(place, messages => LinkCodec.WriteAlias(messages, index, ""));
                return;
            }

            // The mark first: what somebody puts on the link from now on is known as not ours.
            batch.Add(place, messages => LinkCodec.WriteAlias(messages, index, row.Alias));
            batch.Add(place, messages => LinkCodec.WriteChange(messages, index, mtu: row.Mtu, master: 0, up: row.Up, noAddressGeneration: true));
        });

    // A name is soon another link's: the cloud takes an ENI away and gives another.
    private int Find(Change<LinkKey, NicRow> change)
    {
        var mac = (change.Desired ?? change.Actual)!.Mac;
        var link = LinkLookup.Find(connections.Get(Netns.Node), change.Key.Name);
        if (link is null || link.Mac != mac)
        {
            throw new KernelException(
                "setting up", $"link {change.Key.Name}", Errno.ENODEV, link is null ? "no such device" : $"its MAC is {link.Mac}, not {mac}");
        }

        connections.Remember(change.Key, link.Index);
        return link.Index;
    }
}
