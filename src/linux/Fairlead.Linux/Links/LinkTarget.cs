using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Links;

/// <summary>Links of the node: the pods' veth pairs, and bridges, vxlans and macvlans. A link is ours by its alias.</summary>
public sealed class LinkTarget(NetnsConnections connections, DyingLinks dying, uint dyingGroup) : ITarget<LinkKey, LinkRow>
{
    public string Name => "links";

    public Scope ScopeOf(LinkKey key, LinkRow row) => Scope.Of(key);

    public bool IsWithin(Scope scope, LinkKey key, LinkRow row) =>
        scope.Contains(Scope.Of(key)) || (row.Peer is { } peer && scope.Contains(Scope.Of(peer.Key)));

    public IReadOnlyDictionary<LinkKey, LinkRow> Read(Scope scope, IReadOnlyDictionary<LinkKey, LinkRow> wished)
    {
        var rows = new Dictionary<LinkKey, LinkRow>();
        foreach (var link in ReadLinks(scope, wished).Where(link => link.Group != dyingGroup))
        {
            var key = new LinkKey(Netns.Node, link.Name);
            // Nobody else gives links such an index: one that lost its alias is still ours.
            var row = wished.GetValueOrDefault(key) is { } same && same.Index == link.Index ? same : null;
            if (row is not null || IsOurs(link))
            {
                connections.Remember(key, link.Index);
                rows[key] = ToRow(key, link, row?.Peer?.Key.Netns ?? new Netns(link.Alias[OurMark.AliasPrefix.Length..]));
            }
        }

        return rows;
    }

    public IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<LinkKey, LinkRow>> changes)
    {
        var results = new WorldException?[changes.Count];
        var node = new ChangeBatch(connections.Get(Netns.Node));
        for (var i = 0; i < changes.Count; i++)
        {
            try
            {
                Write(node, i, changes[i]);
            }
            catch (WorldException error)
            {
                results[i] = error;
            }
        }

        node.Execute(changes, results, "link");
        return changes.Select((change, i) => results[i] is { } error ? Outcome.Failed(error) : Finish(change)).ToArray();
    }

    /// <summary>All links of the node, or for one link or one pod only those that are wished there.</summary>
    private IEnumerable<ObservedLink> ReadLinks(Scope scope, IReadOnlyDictionary<LinkKey, LinkRow> wished)
    {
        var node = connections.Get(Netns.Node);
        if (scope.Netns is null or { IsNode: true } && scope.Link is null)
        {
            using var reader = new KernelReader(node) { Owns = false };
            return reader.Links();
        }

        return wished.Keys.Select(key => LinkLookup.Find(node, key.Name)).OfType<ObservedLink>();
    }

    private static bool IsOurs(ObservedLink link) => link.Alias.StartsWith(OurMark.AliasPrefix, StringComparison.Ordinal);

    private LinkRow ToRow(LinkKey key, ObservedLink link, Netns pod) => new()
    {
        Key = key,
        Index = link.Index,
        Mac = link.Mac,
        Mtu = link.Mtu,
        Group = link.Group,
        Alias = link.Alias,
        // A port of somebody's bridge is no longer a pod's link: it must be set right, as if it were down.
        Up = link is { IsUp: true, Master: 0, AddressGeneration: 1 },
        Peer = link.Kind == "veth" ? ReadPeer(link, pod) : null,
        Kind = link.Detail,
    };

    private VethPeer? ReadPeer(ObservedLink link, Netns netns)
    {
        if (connections.Find(netns) is not { } connection)
        {
            return null;
        }

        using var reader = new KernelReader(connection) { Owns = false };
        return reader.Links().Where(peer => peer.Index == link.Peer && peer.Kind == "veth").Select(peer => new VethPeer
        {
            Key = new LinkKey(netns, peer.Name),
            Mac = peer.Mac,
            Mtu = peer.Mtu,
            Up = peer.IsUp,
        }).FirstOrDefault();
    }

    private void Write(ChangeBatch node, int place, Change<LinkKey, LinkRow> change)
    {
        switch (change)
        {
            case { Actual: { } old } when IsReplaced(change):
                // Also where another link of ours has the name: it goes first, and the row's own is made once it has.
                node.Add(place, batch => LinkCodec.WriteChange(batch, old.Index, group: dyingGroup));
                break;
            case { Desired: { Peer: { } peer } row, Actual: null }:
                Create(node, place, row, peer);
                break;
            case { Desired: { Kind: { } kind } row, Actual: null }:
                node.Add(place, batch => LinkCodec.WriteNew(batch, row, kind));
                Finish(node, place, row);
                break;
            case { Desired: { } row, Actual: var old }:
                // A MAC that is written takes the link's neighbours away, also where it is the same.
                MacAddress? mac = old?.Mac == row.Mac ? null : row.Mac;
                node.Add(place, batch => LinkCodec.WriteChange(batch, row.Index, mac, row.Mtu, row.Group, 0, row.Up, true));
                node.Add(place, batch => LinkCodec.WriteIdentity(batch, row.Index, row.Alias));
                break;
        }
    }

    // Neither can be changed: the old one goes first.
    private static bool IsReplaced(Change<LinkKey, LinkRow> change) =>
        change.Actual is { } old && (change.Desired is not { } row || row.Index != old.Index || !Equals(row.Kind, old.Kind));

    private void Create(ChangeBatch node, int place, LinkRow row, VethPeer peer)
    {
        var pod = connections.Resolver.Resolve(peer.Key.Netns)
            ?? throw new KernelException("creating", $"link {row.Key}", Errno.ENOENT, "the pod's network namespace is gone");
        node.Add(place, batch => LinkCodec.WriteVeth(batch, row, peer, pod.Descriptor));
        Finish(node, place, row);
    }

    private static void Finish(ChangeBatch node, int place, LinkRow row)
    {
        node.Add(place, batch => LinkCodec.WriteIdentity(batch, row.Index, row.Alias));
        if (row.Up)
        {
            node.Add(place, batch => LinkCodec.WriteUp(batch, row.Index, true));
        }
    }

    /// <summary>What follows once the node's side is done: the pod's end, or the burial.</summary>
    private Outcome Finish(Change<LinkKey, LinkRow> change)
    {
        if (change.Desired is { } row && !IsReplaced(change))
        {
            connections.Remember(row.Key, row.Index);
            return row.Peer is { } peer && SetPeer(row.Key, change.Actual, peer) is { } error ? Outcome.Failed(error) : Outcome.Done;
        }

        connections.Forget(change.Key);
        if (change.Actual?.Peer is { } gone)
        {
            connections.Forget(gone.Key);
        }

        return change.Actual is { } old ? Outcome.UnderWay(dying.Bury(old.Index)) : Outcome.Done;
    }

    private WorldException? SetPeer(LinkKey link, LinkRow? before, VethPeer peer)
    {
        // A new one was born with its MAC.
        MacAddress? mac = before is null || before.Peer?.Mac == peer.Mac ? null : peer.Mac;
        try
        {
            var connection = connections.Get(peer.Key.Netns);
            var batch = new NetlinkBatch(256);
            // Every program expects 127.0.0.1; index 1 is lo in every namespace (LOOPBACK_IFINDEX).
            LinkCodec.WriteUp(batch, 1, true);
            LinkCodec.WriteChange(batch, connections.IndexOf(peer.Key), mac, peer.Mtu, up: peer.Up);
            connection.ExecuteOne(batch, "setting up", $"link {peer.Key}");
            AwaitQueue(link);
            return null;
        }
        catch (WorldException error)
        {
            return error;
        }
    }

    /// <summary>
    /// The node's end was up before it had a carrier, and until the kernel's link watch has run it throws away what is sent: tried
    /// on 6.18, two in three packets sent at once were lost. Asking for the link by name makes the kernel catch up first
    /// (linkwatch_sync_dev in rtnl_getlink, 6.9); older kernels catch up within a jiffy or so.
    /// </summary>
    private void AwaitQueue(LinkKey link) => _ = LinkLookup.Find(connections.Get(link.Netns), link.Name);
}
