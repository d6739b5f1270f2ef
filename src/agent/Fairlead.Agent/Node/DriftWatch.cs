using Fairlead.Linux.Enis;
using Fairlead.Linux.Watching;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Node;

/// <summary>
/// Turns the kernel's news into scopes to be read again. Our own deeds are told apart by their netlink port, or by leaving
/// things as they should be; without that, every ADD would be followed by a read of all tables.
/// </summary>
/// <param name="factsChanged">Something of the node's own is otherwise: an address, a route, a link.</param>
/// <param name="linkCame">A link that is not a pod's came, went or has another name: an ENI perhaps, that pods wait for.</param>
/// <param name="eniHeard">News of any link of the node, and whether it is gone.</param>
internal sealed class DriftWatch(NodeTables tables, KernelTargets targets, Action factsChanged, Action linkCame, Action<ObservedLink, bool> eniHeard)
{
    // RTPROT_KERNEL of include/uapi/linux/rtnetlink.h: what an address or a link brings along, never instead of a route of ours.
    private const byte ByKernel = 2;

    private readonly NamespaceNumbers _namespaces = new();
    private readonly LinkWishes _wishes = new(tables.Links);

    /// <summary>What is there when watching begins: news name links and pods by numbers alone.</summary>
    public void Learn(IEnumerable<ObservedLink> links)
    {
        foreach (var link in links)
        {
            _namespaces.Learn(link, isGone: false);
        }
    }

    /// <summary>Called on the watcher's thread: notes, and does nothing.</summary>
    public void Hear(KernelNews news)
    {
        string? formerName = null;
        if (news is LinkNews { NamespaceId: < 0 } link)
        {
            formerName = _namespaces.NameOf(link.Link.Index);
            _namespaces.Learn(link.Link, link.IsGone);
            eniHeard(link.Link, link.IsGone);
            if (link.IsGone)
            {
                targets.Dying.NoteGone(link.Link.Index);
            }
        }

        if (targets.IsOurPort(news.Port) || _namespaces.Find(news.NamespaceId) is not { } netns
            || (_namespaces.LinkOf(news.NamespaceId) is { } host && !WasMade(host)))
        {
            return;
        }

        switch (news)
        {
            case NewsLost:
                Mark(tables.All, Scope.Everything);
                factsChanged();
                break;
            case LinkNews about when netns.IsNode:
                HearLink(about, formerName);
                break;
            case LinkNews about:
                HearPodLink(netns, about);
                break;
            case AddressNews about:
                HearAddress(netns, about);
                break;
            case RouteNews about:
                HearRoute(netns, about);
                break;
            case NeighbourNews about:
                HearNeighbour(netns, about);
                break;
            case RuleNews { IsGone: true, Rule.IsOurs: true }:
                tables.Rules.MarkDirty(Scope.Of(Netns.Node));
                break;
            case SettingNews about when IsOfRows(netns, about):
                Mark(tables.OfSettings, Scope.Of(netns));
                break;
        }
    }

    /// <summary>Somebody changed nftables.</summary>
    public void HearNftables(uint port)
    {
        if (!targets.IsOurPort(port))
        {
            Mark(tables.OfNftables, Scope.Of(Netns.Node));
        }
    }

    private static void Mark(IEnumerable<ReconciledTable> tables, Scope scope)
    {
        foreach (var table in tables)
        {
            table.MarkDirty(scope);
        }
    }

    private void HearLink(LinkNews news, string? formerName)
    {
        var link = news.Link;
        if (_wishes.OfName(link.Name) is { } wish)
        {
            // A link that went down has lost its IPv4 routes without another word, also when it is up again by now.
            if (news.IsGone && wish.Status == RowStatus.Done)
            {
                MarkPair(wish);
            }
            else if (wish is { Status: RowStatus.Done, Wanted: { } row } && !LinkWishes.IsAsWished(row, link))
            {
                Mark(tables.OfLinks, Scope.Of(wish.Key));
            }
        }
        else if (formerName is not null && _wishes.OfName(formerName) is not null)
        {
            // Under its new name it is nobody's, and has to go before another of its index can be made.
            Mark(tables.OfLinks, Scope.Of(Netns.Node));
        }
        else if (news.IsGone && _wishes.OfIndex(link) is { } lost)
        {
            // A renamed one that has now gone, with its routes.
            MarkPair(lost);
        }
        else if (!NodeFactsReader.IsOurs(link))
        {
            factsChanged();
            HearEni(news);
            if (news.IsGone || formerName != link.Name)
            {
                linkCame();
            }

            if (tables.Nics.Find(new LinkKey(Netns.Node, link.Name)) is { Wanted: not null, WasDone: true } nic && !IsAsWished(nic.Wanted, link))
            {
                Mark(tables.OfLinks, Scope.Of(nic.Key));
            }
        }
    }

    private static bool IsAsWished(NicRow row, ObservedLink link) =>
        link is { IsUp: true, Master: 0 } && link.Mac == row.Mac && link.Mtu == row.Mtu && link.Alias == row.Alias;

    private LinkKey? NicOf(int index) =>
        _namespaces.NameOf(index) is { } name && new LinkKey(Netns.Node, name) is var key && tables.Nics.Find(key)?.Wanted is not null ? key : null;

    // One end takes the other with it, and whose the other was may be forgotten by the time that it tells.
    private void MarkPair(TableRow<LinkKey, LinkRow> pair)
    {
        Mark(tables.OfLinks, Scope.Of(pair.Key));
        if (pair.Wanted?.Peer is { } peer)
        {
            Mark(tables.OfLinks, Scope.Of(peer.Key.Netns));
        }
    }

    private void HearPodLink(Netns netns, LinkNews news)
    {
        if (EniOf(netns) is { Status: RowStatus.Done, Wanted: { } eni } &&
            (EniMark.Is(news.Link, eni.Mac, eni.Member is not null) || news.Link.Name == eni.Name) && (news.IsGone || !LinkWishes.IsAsWished(eni, news.Link)))
        {
            Mark(tables.OfLinks, Scope.Of(netns));
        }

        if (_wishes.OfPod(netns) is { Status: RowStatus.Done, Wanted: { Peer: { } peer } row } &&
            LinkWishes.IsPeer(row, peer, news.Link) && (news.IsGone || !LinkWishes.IsAsWished(peer, news.Link)))
        {
            Mark(tables.OfLinks, Scope.Of(netns));
        }
    }

    /// <summary>One that should be in a pod is back, or somebody has taken up one that nobody has.</summary>
    private void HearEni(LinkNews news)
    {
        if (!news.IsGone && tables.Enis.Find(news.Link.Mac) is { Status: RowStatus.Done, Wanted: { } row } && (!row.IsAtHome || news.Link.Master != 0 || news.Link.IsUp != row.Up))
        {
            tables.Enis.MarkDirty(Scope.Of(Netns.Node));
        }
    }

    // A node has a dozen or two.
    private TableRow<MacAddress, EniRow>? EniOf(Netns netns) => tables.Enis.Snapshot().FirstOrDefault(row => row.Wanted?.Netns == netns);

    // A link that comes, or goes because it is to, makes news by itself, in the pod too, and the kernel does not say whose doing that is.
    private bool WasMade(LinkKey link) => tables.Links.Find(link) is { Wanted: not null, WasDone: true };

    // Links of ours take theirs from `default` when they are made, and tell of it before they tell of themselves.
    private bool IsOfRows(Netns netns, SettingNews news) =>
        news.LinkIndex < 0 || (netns.IsNode && _namespaces.NameOf(news.LinkIndex) is { } name && _wishes.OfName(name) is null);

    private void HearAddress(Netns netns, AddressNews news)
    {
        if (netns.IsNode)
        {
            factsChanged();
            if (NicOf(news.Address.LinkIndex) is { } nic)
            {
                // A DHCP client's: it goes, and the routes that came with it.
                Mark([tables.Addresses, tables.Routes], Scope.Of(nic));
                return;
            }
        }

        if (!news.IsGone)
        {
            if (netns.IsNode && EniOf(netns) is not null)
            {
                tables.Enis.MarkDirty(Scope.Of(Netns.Node));
            }

            return;
        }

        // An address takes the routes with it that name it, and says nothing of them.
        if (netns.IsNode)
        {
            tables.Routes.MarkDirty(Scope.Of(Netns.Node));
        }
        else
        {
            Mark(tables.OfLinks, Scope.Of(netns));
        }
    }

    private void HearRoute(Netns netns, RouteNews news)
    {
        var route = news.Route;
        if (netns.IsNode && NicOf(route.LinkIndex) is { } nic)
        {
            tables.Routes.MarkDirty(Scope.Of(nic));
        }
        else if (netns.IsNode && route.Destination.Length == 0)
        {
            factsChanged();
        }
        else if (route.IsOurs || (route.Protocol != ByKernel && IsWhereOursAre(netns, route)))
        {
            tables.Routes.MarkDirty(ScopeOf(netns, route.LinkIndex));
        }
    }

    private bool IsWhereOursAre(Netns netns, ObservedRoute route) =>
        !netns.IsNode || (route.Destination.IsSingleAddress && _namespaces.NameOf(route.LinkIndex) is not null);

    private void HearNeighbour(Netns netns, NeighbourNews news)
    {
        var neighbour = news.Neighbour;
        var link = netns.IsNode
            ? _namespaces.NameOf(neighbour.LinkIndex) is { } name ? _wishes.OfName(name) : null
            : _wishes.OfPod(netns);
        if (netns.IsNode && link is null && NicOf(neighbour.LinkIndex) is { } nic)
        {
            if (!IsAsWished(nic, neighbour, news.IsGone))
            {
                tables.Neighbours.MarkDirty(Scope.Of(nic));
            }
        }
        else if (link is { WasDone: true, Wanted: { } row } && !IsAsWished(netns.IsNode ? row.Key : row.Peer!.Key, neighbour, news.IsGone))
        {
            tables.Neighbours.MarkDirty(ScopeOf(netns, neighbour.LinkIndex));
        }
    }

    private bool IsAsWished(LinkKey link, ObservedNeighbour neighbour, bool isGone) =>
        neighbour.Address is not { } address || tables.Neighbours.Find(new NeighbourKey(link, address))?.Wanted is not { } row
            ? isGone || !neighbour.IsPermanent
            : !isGone && neighbour.IsPermanent && neighbour.Mac == row.Mac;

    private Scope ScopeOf(Netns netns, int index) =>
        netns.IsNode && _namespaces.NameOf(index) is { } name ? Scope.Of(new LinkKey(netns, name)) : Scope.Of(netns);
}
