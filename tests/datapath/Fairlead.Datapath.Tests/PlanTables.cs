using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;

namespace Fairlead.Datapath.Tests;

/// <summary>The tables of one life of an agent, over targets of the real kernel or of a remembered one.</summary>
internal sealed class PlanTables(
    Reconciler reconciler,
    ITarget<NftObjectKey, NftObjectRow> objects,
    ITarget<NftElementKey, NftElement> elements,
    ITarget<SysctlKey, SysctlRow> sysctls,
    ITarget<Netns, PodGuardRow> podGuards,
    ITarget<MacAddress, EniRow> enis,
    ITarget<LinkKey, LinkRow> links,
    ITarget<LinkKey, NicRow> nics,
    ITarget<SysctlKey, SysctlRow> linkSysctls,
    ITarget<AddressRow, AddressRow> addresses,
    ITarget<RouteKey, RouteRow> routes,
    ITarget<NeighbourKey, NeighbourRow> neighbours,
    ITarget<RuleRow, RuleRow> rules)
{
    // The order of these fields is the order of creation.
    private readonly Table<NftObjectKey, NftObjectRow> _objects = reconciler.Add(objects);
    private readonly Table<NftElementKey, NftElement> _elements = reconciler.Add(elements);
    private readonly Table<SysctlKey, SysctlRow> _sysctls = reconciler.Add(sysctls);
    private readonly Table<Netns, PodGuardRow> _podGuards = reconciler.Add(podGuards);
    private readonly Table<MacAddress, EniRow> _enis = reconciler.Add(enis);
    private readonly Table<LinkKey, LinkRow> _links = reconciler.Add(links);
    private readonly Table<LinkKey, NicRow> _nics = reconciler.Add(nics);
    private readonly Table<SysctlKey, SysctlRow> _linkSysctls = reconciler.Add(linkSysctls);
    private readonly Table<AddressRow, AddressRow> _addresses = reconciler.Add(addresses);
    private readonly Table<RouteKey, RouteRow> _routes = reconciler.Add(routes);
    private readonly Table<NeighbourKey, NeighbourRow> _neighbours = reconciler.Add(neighbours);
    private readonly Table<RuleRow, RuleRow> _rules = reconciler.Add(rules);
    private DatapathPlan _current = DatapathPlan.Empty;

    public Table<NftObjectKey, NftObjectRow> Objects => _objects;

    public Ticket Go(DatapathPlan next)
    {
        var ticket = reconciler.Write()
            .Replace(_objects, By(NftObjectRow.From(_current.Nftables), row => row.Key), By(NftObjectRow.From(next.Nftables), row => row.Key))
            .Replace(_elements, By(_current.Nftables.Elements, NftElementKey.Of), By(next.Nftables.Elements, NftElementKey.Of))
            .Replace(_sysctls, By(_current.Sysctls, row => row.Key), By(next.Sysctls, row => row.Key))
            .Replace(_podGuards, By(_current.PodGuards, row => row.Netns), By(next.PodGuards, row => row.Netns))
            .Replace(_enis, By(_current.Enis, row => row.Mac), By(next.Enis, row => row.Mac))
            .Replace(_links, By(_current.Links, row => row.Key), By(next.Links, row => row.Key))
            .Replace(_nics, By(_current.Nics, row => row.Key), By(next.Nics, row => row.Key))
            .Replace(_linkSysctls, By(_current.LinkSysctls, row => row.Key), By(next.LinkSysctls, row => row.Key))
            .Replace(_addresses, By(_current.Addresses, row => row), By(next.Addresses, row => row))
            .Replace(_routes, By(_current.Routes, row => row.Key), By(next.Routes, row => row.Key))
            .Replace(_neighbours, By(_current.Neighbours, row => row.Key), By(next.Neighbours, row => row.Key))
            .Replace(_rules, By(_current.Rules, row => row), By(next.Rules, row => row))
            .Commit();
        _current = next;
        return ticket;
    }

    private static Dictionary<TKey, TRow> By<TKey, TRow>(IEnumerable<TRow> rows, Func<TRow, TKey> key)
        where TKey : notnull => rows.ToDictionary(key);
}
