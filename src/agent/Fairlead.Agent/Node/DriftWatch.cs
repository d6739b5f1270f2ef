using Fairlead.Linux.Watching;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Node;

/// <summary>
/// Turns the kernel's news into scopes to be read again. Our own deeds are told apart by their netlink port, or by leaving
/// things as they should be; without that, every ADD would be followed by a read of all tables.
/// </summary>
internal sealed class DriftWatch(NodeTables tables, KernelTargets targets, uint podGroup, Action factsChanged)
{
    private readonly NamespaceNumbers _namespaces = new();

    /// <summary>Called on the watcher's thread: notes, and does nothing.</summary>
    public void Hear(KernelNews news)
    {
        if (news is LinkNews { NamespaceId: < 0 } link)
        {
            _namespaces.Learn(link.Link, link.IsGone);
        }

        if (targets.IsOurPort(news.Port) || _namespaces.Find(news.NamespaceId) is not { } netns)
        {
            return;
        }

        switch (news)
        {
            case NewsLost:
                Mark(tables.All, Scope.Everything);
                factsChanged();
                break;
            case LinkNews about:
                HearLink(netns, about);
                break;
            case AddressNews about:
                HearAddress(netns, about);
                break;
            case RouteNews about:
                HearRoute(netns, about);
                break;
            case NeighbourNews { Neighbour.IsPermanent: true } or NeighbourNews { IsGone: true }:
                HearNeighbour(netns, (NeighbourNews)news);
                break;
            case RuleNews { IsGone: true, Rule.IsOurs: true }:
                tables.Rules.MarkDirty(Scope.Of(Netns.Node));
                break;
            case SettingNews:
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

    private void HearLink(Netns netns, LinkNews news)
    {
        var link = news.Link;
        var isOurs = netns.IsNode ? NodeFactsReader.IsOurs(link) : link.Kind == "veth";
        if (netns.IsNode && !isOurs)
        {
            factsChanged();
            return;
        }

        // A link that went down has lost its IPv4 routes without another word, also when it is up again by now.
        var isAsWished = !news.IsGone && link.IsUp && (!netns.IsNode || (link.Group == podGroup && link.Master == 0));
        if (isOurs && !isAsWished && !IsBeingMade(netns, link.Name))
        {
            Mark(tables.OfLinks, netns.IsNode ? Scope.Of(new LinkKey(netns, link.Name)) : Scope.Of(netns));
        }
    }

    // Between its birth and IFF_UP a link is down, and the kernel does not say whose doing that is.
    private bool IsBeingMade(Netns netns, string name) => netns.IsNode && tables.Links.Find(new LinkKey(netns, name)) is not { Status: RowStatus.Done };

    private void HearAddress(Netns netns, AddressNews news)
    {
        if (netns.IsNode)
        {
            factsChanged();
        }
        else if (news.IsGone)
        {
            // An address takes the routes with it that name it or its link.
            Mark(tables.OfLinks, Scope.Of(netns));
        }
    }

    private void HearRoute(Netns netns, RouteNews news)
    {
        var route = news.Route;
        if (netns.IsNode && route.Destination.Length == 0)
        {
            factsChanged();
        }
        else if (route.IsOurs || (route.Destination.IsSingleAddress && _namespaces.NameOf(route.LinkIndex) is not null) || !netns.IsNode)
        {
            tables.Routes.MarkDirty(ScopeOf(netns, route.LinkIndex));
        }
    }

    private void HearNeighbour(Netns netns, NeighbourNews news)
    {
        if (!netns.IsNode || (_namespaces.NameOf(news.Neighbour.LinkIndex) is { } name && tables.Links.Find(new LinkKey(netns, name)) is not null))
        {
            tables.Neighbours.MarkDirty(ScopeOf(netns, news.Neighbour.LinkIndex));
        }
    }

    private Scope ScopeOf(Netns netns, int index) =>
        netns.IsNode && _namespaces.NameOf(index) is { } name ? Scope.Of(new LinkKey(netns, name)) : Scope.Of(netns);
}
