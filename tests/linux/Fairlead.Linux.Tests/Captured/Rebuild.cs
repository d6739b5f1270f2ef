using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Linux.Routes;
using Fairlead.Linux.Rules;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Tests.Captured;

/// <summary>Makes what was read in one namespace again in another, by our own messages.</summary>
internal static class Rebuild
{
    public static void From(INetworkNamespace source, INetworkNamespace target)
    {
        target.WriteSysctl("net/ipv6/conf/default/accept_dad", "0");
        target.WriteSysctl("net/ipv6/conf/all/accept_dad", "0");
        using var kernel = KernelReader.Open(source);
        using var connection = new NetlinkConnection(target.Open(NetlinkProtocol.Route));
        var links = kernel.Links();
        Send(connection, batch => WriteLinks(batch, links, target.Descriptor));
        Send(connection, batch => links.ToList().ForEach(link => LinkCodec.WriteUp(batch, IndexOf(connection, link), true)));
        Send(connection, batch => WriteOthers(batch, kernel));
        using var nft = NftReader.Open(source);
        WriteNftables(nft.Read(OurMark.NftablesTable), target);
    }

    private static void WriteLinks(NetlinkBatch batch, IReadOnlyList<ObservedLink> links, int descriptor)
    {
        foreach (var link in links.Where(link => link.Alias.Length > 0).OrderBy(link => link.Index))
        {
            var row = new LinkRow { Key = new LinkKey(Netns.Node, link.Name), Index = link.Index, Mac = link.Mac, Mtu = link.Mtu, Group = link.Group };
            if (link.Detail is { } kind)
            {
                LinkCodec.WriteNew(batch, row, kind);
            }
            else
            {
                var peer = links.Single(other => other.Index == link.Peer);
                LinkCodec.WriteVeth(batch, row, new VethPeer { Key = new LinkKey(Netns.Node, peer.Name), Mac = peer.Mac, Mtu = peer.Mtu }, descriptor);
            }

            LinkCodec.WriteIdentity(batch, link.Index, link.Alias);
            if (link.Master != 0)
            {
                LinkCodec.WriteChange(batch, link.Index, master: link.Master);
            }
        }
    }

    // The ends of pairs that are not ours have whatever index the kernel gives them.
    private static int IndexOf(NetlinkConnection connection, ObservedLink link) => LinkLookup.IndexOf(connection, link.Name);

    private static void WriteOthers(NetlinkBatch batch, KernelReader kernel)
    {
        foreach (var address in kernel.Addresses().Where(address => address is { Scope: 0, Protocol: 0 }))
        {
            AddressCodec.WriteReplace(batch, address.LinkIndex, address.Address, 0);
        }

        foreach (var route in kernel.Routes().Where(route => route is { IsOurs: true, OtherNextHops: 0 }))
        {
            RouteCodec.WriteReplace(batch, RowOf(route), route.LinkIndex);
        }

        foreach (var rule in kernel.Rules().Where(rule => rule.IsOurs))
        {
            RuleCodec.WriteAdd(batch, new RuleRow(rule.IsV6, rule.Priority, rule.Table) { Mark = rule.Mark, MarkMask = rule.MarkMask });
        }

        foreach (var neighbour in kernel.Neighbours().Where(neighbour => neighbour.IsPermanent && neighbour.Mac is not null))
        {
            NeighbourCodec.WriteReplace(batch, neighbour.LinkIndex, neighbour.Address!.Value, neighbour.Mac!.Value);
        }

        foreach (var entry in kernel.ForwardingEntries().Where(entry => entry.Mac is not null && (entry.Address is not null || entry is { Master: not 0, IsStatic: true, IsPermanent: false })))
        {
            NeighbourCodec.WriteForwarding(batch, entry.LinkIndex, entry.Mac!.Value, entry.Address);
        }
    }

    private static RouteRow RowOf(ObservedRoute route) => new()
    {
        Key = RouteCodec.KeyOf(Netns.Node, route),
        Type = route.Type,
        Link = new LinkKey(Netns.Node, ""),
        Gateway = route.Gateway,
        OnLink = route.IsOnLink,
        Scope = (RouteScope)route.Scope,
        PreferredSource = route.PreferredSource,
    };

    private static void WriteNftables(NftRuleset ruleset, INetworkNamespace target)
    {
        using var connection = new NftConnection(target.Open(NetlinkProtocol.Netfilter));
        using var reader = NftReader.Open(target);
        // nft keeps what it needs no name for in sets without one, which belong to their rules; we write none.
        Assert.DoesNotContain(ruleset.Sets, set => (set.Flags & NftSetFlags.Anonymous) != 0);
        Done(new NftObjectTarget(connection, reader).Apply([.. NftObjectRow.From(ruleset).Select(row => new Change<NftObjectKey, NftObjectRow>(row.Key, null, row))]));
        Done(new NftElementTarget(connection, reader).Apply([.. ruleset.Elements.Select(element => new Change<NftElementKey, NftElement>(NftElementKey.Of(element), null, element))]));
    }

    private static void Done(IReadOnlyList<Outcome> outcomes) => Assert.All(outcomes, outcome => Assert.Null(outcome.Error));

    private static void Send(NetlinkConnection connection, Action<NetlinkBatch> write)
    {
        var batch = new NetlinkBatch();
        write(batch);
        Assert.All(connection.Execute(batch), (result, place) => Assert.True(result.IsSuccess, $"message {place}: {result.Code} {result.Text}"));
    }
}
