using Fairlead.Linux.Addresses;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Enis;

/// <summary>
/// ENIs in the namespaces in which they should be. A row that is wished no longer comes home from the pod it is in: down, under a
/// name of its own, with no address, route, qdisc or group left. One that is nowhere has nothing to come home from.
/// </summary>
public sealed class EniTarget(NetnsConnections connections) : ITarget<MacAddress, EniRow>
{
    // Of each MAC the pod's row that was wished last: there an ENI may be that nobody wishes there any more.
    private readonly Dictionary<MacAddress, EniRow> _placed = [];
    private long _foreignRemoved;

    public string Name => "enis";

    /// <summary>Addresses that other programs had put on ENIs that nobody had, and that were taken away.</summary>
    public long ForeignRemoved => Interlocked.Read(ref _foreignRemoved);

    public Scope ScopeOf(MacAddress key, EniRow row) => row.Netns.IsNode ? Scope.Of(Netns.Node) : Scope.Of(row.Link);

    /// <summary>What should be in a pod may be in the node's namespace, where it returns to when the pod's is deleted.</summary>
    public bool IsWithin(Scope scope, MacAddress key, EniRow row) => scope.Contains(ScopeOf(key, row)) || scope.Contains(Scope.Of(Netns.Node));

    public IReadOnlyDictionary<MacAddress, EniRow> Read(Scope scope, IReadOnlyDictionary<MacAddress, EniRow> wished)
    {
        var finder = new EniFinder(connections);
        var rows = new Dictionary<MacAddress, EniRow>();
        foreach (var (mac, wish) in wished)
        {
            Note(wish);
            if (finder.FindIn(mac, wish.Member is not null, wish.Netns, Netns.Node) is { } found)
            {
                rows[mac] = ToRow(found, wish);
            }
        }

        // What nobody wishes any more. A pod can write any mark on links of its own, so it is believed of no ENI but those it was to have.
        foreach (var (mac, last) in _placed.Where(placed => IsIn(scope, placed.Value.Netns) && !rows.ContainsKey(placed.Key)))
        {
            if (finder.FindIn(mac, last.Member is not null, last.Netns) is { } found)
            {
                rows[mac] = ToRow(found, last);
            }
        }

        if (IsIn(scope, Netns.Node))
        {
            // Of a pod that went before its attachment did, and of which nobody knows any more.
            foreach (var link in finder.Links(Netns.Node))
            {
                if (EniMark.Of(link) is { } mac && !rows.ContainsKey(mac))
                {
                    rows[mac] = ToRow(new FoundEni(Netns.Node, link), null);
                }
            }
        }

        return rows;
    }

    public IReadOnlyList<Outcome> Apply(IReadOnlyList<Change<MacAddress, EniRow>> changes) => [.. changes.Select(Try)];

    private static bool IsIn(Scope scope, Netns netns) => scope.Netns is null || scope.Netns == netns;

    private Outcome Try(Change<MacAddress, EniRow> change)
    {
        try
        {
            if (change.Desired is { IsAtHome: false } placed)
            {
                Place(placed);
            }
            else
            {
                Home(change.Key, change.Desired ?? EniRow.Free(change.Key), change.Actual ?? change.Desired!, mustExist: change.Desired is not null);
                _placed.Remove(change.Key);
            }

            return Outcome.Done;
        }
        catch (KernelException error)
        {
            if (change.Desired is not null || !error.IsNotFound)
            {
                return Outcome.Failed(error);
            }

            _placed.Remove(change.Key);
            return Outcome.Done;
        }
    }

    private void Note(EniRow row)
    {
        if (!row.IsAtHome)
        {
            _placed[row.Mac] = row;
        }
    }

    private void Place(EniRow row)
    {
        var former = _placed.GetValueOrDefault(row.Mac, row).Netns;
        Note(row);
        var pod = connections.Resolver.Resolve(row.Netns)
            ?? throw new KernelException("placing", $"ENI {row}", Errno.ENOENT, "the pod's network namespace is gone");
        var finder = new EniFinder(connections);
        if (row.Member is { } member)
        {
            PlaceMember(row, finder, member.Trunk, pod);
        }
        else
        {
            var found = finder.Get(row.Mac, row.Netns, former, Netns.Node);
            // They stay behind.
            Interlocked.Add(ref _foreignRemoved, Foreign(found).Count);
            Put(found, row, pod);
        }

        connections.Remember(row.Link, LinkLookup.IndexOf(connections.Get(row.Netns), row.Name));
    }

    private void PlaceMember(EniRow row, EniFinder finder, MacAddress trunk, INetworkNamespace pod)
    {
        var carrier = finder.Get(trunk, Netns.Node);
        if (!carrier.Link.IsUp)
        {
            // Wished by a row of its own, which may come after this one; until then the kernel refuses to set a VLAN of it up (ENETDOWN).
            Send(Netns.Node, "setting up the trunk of", row, batch => LinkCodec.WriteUp(batch, carrier.Link.Index, true));
        }

        if (finder.FindIn(row.Mac, true, row.Netns) is not { } found)
        {
            Send(Netns.Node, "placing", row, batch => EniCodec.WriteMember(batch, row, carrier.Link.Index, pod.Descriptor));
            found = new EniFinder(connections).FindIn(row.Mac, true, row.Netns) ?? throw new KernelException("finding", $"ENI {row}", Errno.ENODEV, "it was made and is not there");
        }

        Put(found, row, pod);
    }

    /// <summary>A kernel before 6.2 renames no link that is up, not even to the name that it has (EBUSY); one that moves is set down by that.</summary>
    private void Put(FoundEni found, EniRow row, INetworkNamespace pod)
    {
        var isThere = found.Netns == row.Netns;
        var isNamed = isThere && found.Link.Name == row.Name;
        if (isThere && !isNamed && found.Link.IsUp)
        {
            Send(row.Netns, "setting down to rename", row, batch => LinkCodec.WriteUp(batch, found.Link.Index, false));
        }

        Send(found.Netns, "placing", row, batch => EniCodec.WritePlace(batch, found.Link.Index, isNamed ? row with { Name = "" } : row, isThere ? null : pod.Descriptor));
    }

    /// <param name="wish">What it should be at home: down, or up where it is a trunk.</param>
    /// <param name="last">Where it was last.</param>
    private void Home(MacAddress mac, EniRow wish, EniRow last, bool mustExist)
    {
        // One whose placing was refused half way is in that pod, whatever was read before.
        var placed = _placed.GetValueOrDefault(mac, last);
        var isMember = (last.Member ?? placed.Member) is not null;
        connections.Forget(last.Link);
        connections.Forget(placed.Link);
        // A pod's link can pose as it, none of the node's does: one that was at home is looked for there first.
        if (new EniFinder(connections).FindIn(mac, isMember, last.IsAtHome ? Netns.Node : placed.Netns, placed.Netns, last.Netns, Netns.Node) is not { } found)
        {
            throw new KernelException("finding", $"ENI {mac}", Errno.ENODEV, mustExist ? "it is not on this node" : null);
        }

        if (isMember)
        {
            Send(found.Netns, "removing", placed, batch => LinkCodec.WriteDelete(batch, found.Link.Index));
            return;
        }

        Clean(found, wish);
    }

    /// <summary>
    /// A move leaves everything behind that is on the link. One that is at home already is cleaned there: a trunk without being set down,
    /// which would set down its VLANs in pods, and take their routes.
    /// </summary>
    private void Clean(FoundEni found, EniRow wish)
    {
        foreach (var address in Foreign(found))
        {
            Strip(found.Link.Index, address);
        }

        int? node = found.Netns.IsNode ? null : connections.Resolver.Resolve(Netns.Node)!.Descriptor;
        Send(found.Netns, node is null ? "cleaning" : "bringing home", wish, batch => EniCodec.WriteHome(batch, found.Link, wish, node));
    }

    /// <summary>What somebody gave to an ENI that nobody has. Link-local addresses are the kernel's own doing, and go when it is down.</summary>
    private List<Cidr> Foreign(FoundEni found)
    {
        const byte linkScope = 253;
        if (!found.Netns.IsNode)
        {
            return [];
        }

        using var reader = new KernelReader(connections.Get(Netns.Node)) { Owns = false };
        return [.. reader.Addresses().Where(address => address.LinkIndex == found.Link.Index && address.Scope != linkScope).Select(address => address.Address)];
    }

    private void Strip(int index, Cidr address)
    {
        var batch = new NetlinkBatch(128);
        AddressCodec.WriteDelete(batch, index, address);
        // A secondary address has gone with its primary one.
        if (connections.Get(Netns.Node).Execute(batch)[0] is { IsSuccess: false } refusal && refusal.ToException("removing", $"address {address}") is { IsNotFound: false } error)
        {
            throw error;
        }

        Interlocked.Increment(ref _foreignRemoved);
    }

    private EniRow ToRow(FoundEni found, EniRow? wish) => new()
    {
        // One whose MAC somebody has set is not as it should be.
        Mac = found.Link.Mac,
        Netns = found.Netns,
        Name = found.Netns.IsNode ? "" : found.Link.Name,
        Mtu = found.Netns.IsNode || wish is { Mtu: 0 } ? 0 : found.Link.Mtu,
        Up = found.Link.IsUp,
        Master = found.Link.Master,
        Member = wish?.Member,
        Foreign = [.. Foreign(found)],
    };

    private void Send(Netns netns, string operation, EniRow row, Action<NetlinkBatch> write)
    {
        var batch = new NetlinkBatch(512);
        write(batch);
        connections.Get(netns).ExecuteOne(batch, operation, $"ENI {row}");
    }
}
