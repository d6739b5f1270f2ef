using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Linux.Routes;
using Fairlead.Linux.Sysctl;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;
using Fairlead.Vpc.Packets.Planning;

namespace Fairlead.Vpc.Packets.Fabric;

/// <summary>The fabric's tables in the order in which their rows are made: what refuses packets before the wires that bring them.</summary>
internal sealed class FabricTables : IDisposable
{
    private readonly NetnsConnections _connections;
    private readonly DyingLinks _dying;
    private readonly NftConnection _nft;
    private readonly NftReader _reader;
    private readonly Reconciler _reconciler;
    private readonly Table<SysctlKey, SysctlRow> _settings;
    private readonly Table<NftObjectKey, NftObjectRow> _objects;
    private readonly Table<NftElementKey, NftElement> _elements;
    private readonly Table<LinkKey, LinkRow> _links;
    private readonly Table<AddressRow, AddressRow> _addresses;
    private readonly Table<NeighbourKey, NeighbourRow> _neighbours;
    private readonly Table<RouteKey, RouteRow> _routes;

    public FabricTables(FabricNamespaces namespaces, Reconciler reconciler)
    {
        var fabric = namespaces.Fabric;
        _reconciler = reconciler;
        _connections = new NetnsConnections(namespaces);
        _dying = new DyingLinks(fabric, OurMark.DyingGroup);
        _nft = new NftConnection(fabric.Open(NetlinkProtocol.Netfilter));
        _reader = NftReader.Open(fabric);
        _settings = reconciler.Add(new SysctlTarget(namespaces, (_, _) => { }));
        _objects = reconciler.Add(new NftObjectTarget(_nft, _reader));
        _elements = reconciler.Add(new NftElementTarget(_nft, _reader));
        _links = reconciler.Add(new LinkTarget(_connections, _dying, OurMark.DyingGroup));
        _addresses = reconciler.Add(new AddressTarget(_connections));
        _neighbours = reconciler.Add(new NeighbourTarget(_connections));
        _routes = reconciler.Add(new RouteTarget(_connections));
    }

    /// <summary>From one plan to the next, as one write.</summary>
    public Ticket Write(FabricPlan before, FabricPlan after) => _reconciler.Write()
        .Replace(_settings, before.Settings, after.Settings)
        .Replace(_objects, before.Objects, after.Objects)
        .Replace(_elements, before.Elements, after.Elements)
        .Replace(_links, before.Links, after.Links)
        .Replace(_addresses, before.Addresses, after.Addresses)
        .Replace(_neighbours, before.Neighbours, after.Neighbours)
        .Replace(_routes, before.Routes, after.Routes)
        .Commit();

    /// <summary>Everybody's rules in the fabric's namespace, with their counters.</summary>
    public NftRuleset ReadRules() => _reader.Read(OurMark.NftablesTable);

    /// <summary>
    /// Sets lo up. It carries nothing here, but the kernel has no local table before 127.0.0.1 is in it, and without that table it
    /// takes every gateway for invalid.
    /// </summary>
    public void SetLoopbackUp()
    {
        var batch = new NetlinkBatch(64);
        LinkCodec.WriteUp(batch, 1, true);
        _connections.Get(Netns.Node).ExecuteOne(batch, "setting up", "lo of the fabric");
    }

    public void ReleaseHosts() => _connections.ReleasePods();

    public void Dispose()
    {
        _dying.Dispose();
        _nft.Dispose();
        _reader.Dispose();
        _connections.Dispose();
    }
}
