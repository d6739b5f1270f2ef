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
    ITarget<LinkKey, LinkRow> links,
    ITarget<SysctlKey, SysctlRow> linkSysctls,
    ITarget<AddressRow, AddressRow> addresses,
    ITarget<RouteKey, RouteRow> routes,
    ITarget<NeighbourKey, NeighbourRow> neighbours)
{
    // The order of these fields is the order of creation.
    private readonly Table<NftObjectKey, NftObjectRow> objects = reconciler.Add(objects);
    private readonly Table<NftElementKey, NftElement> elements = reconciler.Add(elements);
    private readonly Table<SysctlKey, SysctlRow> sysctls = reconciler.Add(sysctls);
    private readonly Table<LinkKey, LinkRow> links = reconciler.Add(links);
    private readonly Table<SysctlKey, SysctlRow> linkSysctls = reconciler.Add(linkSysctls);
    private readonly Table<AddressRow, AddressRow> addresses = reconciler.Add(addresses);
    private readonly Table<RouteKey, RouteRow> routes = reconciler.Add(routes);
    private readonly Table<NeighbourKey, NeighbourRow> neighbours = reconciler.Add(neighbours);
    private DatapathPlan current = DatapathPlan.Empty;

    public Table<NftObjectKey, NftObjectRow> Objects => objects;

    public Ticket Go(DatapathPlan next)
    {
        var ticket = reconciler.Write()
            .Replace(objects, By(NftObjectRow.From(current.Nftables), row => row.Key), By(NftObjectRow.From(next.Nftables), row => row.Key))
            .Replace(elements, By(current.Nftables.Elements, NftElementKey.Of), By(next.Nftables.Elements, NftElementKey.Of))
            .Replace(sysctls, By(current.Sysctls, row => row.Key), By(next.Sysctls, row => row.Key))
            .Replace(links, By(current.Links, row => row.Key), By(next.Links, row => row.Key))
            .Replace(linkSysctls, By(current.LinkSysctls, row => row.Key), By(next.LinkSysctls, row => row.Key))
            .Replace(addresses, By(current.Addresses, row => row), By(next.Addresses, row => row))
            .Replace(routes, By(current.Routes, row => row.Key), By(next.Routes, row => row.Key))
            .Replace(neighbours, By(current.Neighbours, row => row.Key), By(next.Neighbours, row => row.Key))
            .Commit();
        current = next;
        return ticket;
    }

    private static Dictionary<TKey, TRow> By<TKey, TRow>(IEnumerable<TRow> rows, Func<TRow, TKey> key)
        where TKey : notnull => rows.ToDictionary(key);
}
