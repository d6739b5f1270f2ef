using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;
using Fairlead.Testing.Clocks;
using Fairlead.Testing.Worlds;

namespace Fairlead.Datapath.Tests.VpcRoute;

/// <summary>A node whose kernel is a few dictionaries; the kernel stays when the agent is killed.</summary>
internal sealed class MemoryNode
{
    private readonly ManualClock _clock = new();
    private readonly MemoryTarget<SysctlKey, SysctlRow> _sysctls = new("sysctls", (key, _) => Scope.Of(key.Netns));
    private readonly MemoryTarget<NftObjectKey, NftObjectRow> _objects = new("nftables", (_, _) => Scope.Of(Netns.Node));
    private readonly MemoryTarget<NftElementKey, NftElement> _elements = new("nft-elements", (_, _) => Scope.Of(Netns.Node));
    private readonly MemoryTarget<Netns, PodGuardRow> _podGuards = new("pod-guards", (key, _) => Scope.Of(key));
    private readonly MemoryTarget<MacAddress, EniRow> _enis = new("enis", (_, row) => Scope.Of(row.Link));
    private readonly MemoryTarget<LinkKey, LinkRow> _links = new("links", (key, _) => Scope.Of(key)) { RemovesSlowly = true };
    private readonly MemoryTarget<LinkKey, NicRow> _nics = new("nics", (key, _) => Scope.Of(key));
    private readonly MemoryTarget<SysctlKey, SysctlRow> _linkSysctls = new("link-sysctls", (key, _) => Scope.Of(key.Netns));
    private readonly MemoryTarget<AddressRow, AddressRow> _addresses = new("link-addresses", (key, _) => Scope.Of(key.Link));
    private readonly MemoryTarget<RouteKey, RouteRow> _routes = new("routes", (_, row) => Scope.Of(row.Link));
    private readonly MemoryTarget<NeighbourKey, NeighbourRow> _neighbours = new("neighbours", (key, _) => Scope.Of(key.Link));
    private readonly MemoryTarget<RuleRow, RuleRow> _rules = new("rules", (_, _) => Scope.Of(Netns.Node));
    private Run _run;

    public MemoryNode() => _run = new Run(this);

    public static DatapathPlan Plan(CaseFile wish) => DatapathPlan.Combine([
        NodePlanner.PlanNode(wish.Facts, wish.Options, NodeUse.Of(wish.Pods), wish.Routing),
        .. wish.Pods.Select(pod => NodePlanner.PlanPod(wish.Facts, wish.Options, wish.Routing, pod))]);

    /// <summary>One in <paramref name="oneIn"/> changes is refused, at random.</summary>
    public void Refuse(Random chance, int oneIn)
    {
        _links.Refuse = change => Maybe(chance, oneIn, $"{change.Key}");
        _routes.Refuse = change => Maybe(chance, oneIn, $"{change.Key}");
        _elements.Refuse = change => Maybe(chance, oneIn, $"{change.Key}");
        _sysctls.Refuse = change => Maybe(chance, oneIn, $"{change.Key}");
    }

    public void Kill()
    {
        _links.EndRemovals();
        _run = new Run(this);
    }

    public void Go(CaseFile wish) => _run.Go(Plan(wish));

    /// <summary>Lets everything end and prints the kernel. A pod's own rows are gone with its namespace.</summary>
    public string Settle()
    {
        for (var i = 0; i < 60; i++)
        {
            _links.EndRemovals();
            _clock.Advance(TimeSpan.FromSeconds(5));
            _run.Steps();
        }

        Assert.True(_run.Reconciler.IsInSync);
        return string.Join('\n', World().Order(StringComparer.Ordinal));
    }

    private static WorldException? Maybe(Random chance, int oneIn, string subject) =>
        chance.Next(oneIn) == 0 ? new WorldException("changing", subject, "not just now (EAGAIN)", 11) : null;

    private IEnumerable<string> World() =>
    [
        .. _sysctls.World.Values.Where(row => row.Key.Netns.IsNode).Select(row => $"sysctl {row}"),
        .. _objects.World.Values.Select(row => $"{row.Key} {row.Flags} {row.Hook} {string.Join("; ", row.Rules.Select(rule => NftText.Rule(rule.Expressions)))}"),
        .. _elements.World.Values.Select(NftText.Element),
        .. _links.World.Values.Select(row => $"link {row}"),
        .. _addresses.World.Values.Select(row => $"address {row}"),
        .. _routes.World.Values.Select(row => $"route {row}"),
        .. _nics.World.Values.Select(row => $"nic {row}"),
        .. _rules.World.Values.Select(row => $"rule {row}"),
        .. _neighbours.World.Values.Select(row => $"neighbour {row}"),
    ];

    /// <summary>One life of the agent.</summary>
    private sealed class Run
    {
        private readonly PlanTables _tables;

        public Run(MemoryNode node)
        {
            Reconciler = new Reconciler(node._clock, new ReconcilerOptions(), "journal");
            _tables = new PlanTables(
                Reconciler, node._objects, node._elements, node._sysctls, node._podGuards, node._enis, node._links, node._nics, node._linkSysctls, node._addresses, node._routes,
                node._neighbours, node._rules);
        }

        public Reconciler Reconciler { get; }

        public void Go(DatapathPlan next)
        {
            _tables.Go(next);
            Reconciler.Reported("journal");
            Reconciler.Step();
        }

        public void Steps()
        {
            for (var i = 0; i < 200 && Reconciler.Step() == TimeSpan.Zero; i++)
            {
            }
        }
    }
}
