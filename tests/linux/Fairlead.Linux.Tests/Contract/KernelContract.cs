using Fairlead.Linux.Addresses;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Linux.Rules;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;
using Fairlead.Testing.Kernel;

namespace Fairlead.Linux.Tests.Contract;

/// <summary>A node and a pod on one of the kernels, and hands on them.</summary>
public abstract class KernelContract<TKernel> : INetnsResolver, IDisposable
    where TKernel : IKernel, new()
{
    protected static readonly Netns Pod = new("c1/eth0");
    protected const int HostIndex = 4711;

    protected KernelContract()
    {
        NodeNetns = Kernel.NewNamespace();
        PodNetns = Kernel.NewNamespace();
        Connections = new NetnsConnections(this);
        Dying = new DyingLinks(NodeNetns, OurMark.DyingGroup);
        Links = new LinkTarget(Connections, Dying, OurMark.DyingGroup);
        Addresses = new AddressTarget(Connections);
        Routes = new RouteTarget(Connections);
        Rules = new RuleTarget(Connections);
        Neighbours = new NeighbourTarget(Connections);
        Forwarding = new ForwardingTarget(Connections);
        // The real kernel would look for others with a new address of IPv6 for 1 to 2 s.
        NodeNetns.WriteSysctl("net/ipv6/conf/default/accept_dad", "0");
        PodNetns.WriteSysctl("net/ipv6/conf/default/accept_dad", "0");
    }

    public IReadOnlyList<Netns> Known => [Netns.Node, Pod];

    protected TKernel Kernel { get; } = new();

    protected INetworkNamespace NodeNetns { get; }

    protected INetworkNamespace PodNetns { get; }

    protected bool PodIsGone { get; set; }

    protected NetnsConnections Connections { get; }

    protected DyingLinks Dying { get; }

    protected LinkTarget Links { get; }

    protected AddressTarget Addresses { get; }

    protected RouteTarget Routes { get; }

    protected RuleTarget Rules { get; }

    protected NeighbourTarget Neighbours { get; }

    protected ForwardingTarget Forwarding { get; }

    protected static LinkKey Host { get; } = new(Netns.Node, "flhost");

    protected static LinkKey Eth0 { get; } = new(Pod, "eth0");

    protected static LinkRow Pair { get; } = new()
    {
        Key = Host,
        Index = HostIndex,
        Mac = MacAddress.Parse("02:00:00:00:00:01"),
        Mtu = 1400,
        Group = OurMark.PodGroup,
        Alias = OurMark.AliasPrefix + Pod,
        Peer = new VethPeer { Key = Eth0, Mac = MacAddress.Parse("02:00:00:00:00:02"), Mtu = 1400 },
    };

    public INetworkNamespace? Resolve(Netns netns) => netns.IsNode ? NodeNetns : PodIsGone ? null : PodNetns;

    public void Dispose()
    {
        Dying.Dispose();
        Connections.Dispose();
        NodeNetns.Dispose();
        PodNetns.Dispose();
        GC.SuppressFinalize(this);
    }

    protected static void Add<TKey, TRow>(ITarget<TKey, TRow> target, params (TKey Key, TRow Row)[] rows)
        where TKey : notnull
        where TRow : class, IEquatable<TRow> =>
        Assert.All(target.Apply([.. rows.Select(row => new Change<TKey, TRow>(row.Key, null, row.Row))]), outcome => Assert.Null(outcome.Error));

    protected static Outcome Try<TKey, TRow>(ITarget<TKey, TRow> target, TKey key, TRow? before, TRow? after)
        where TKey : notnull
        where TRow : class, IEquatable<TRow> => target.Apply([new Change<TKey, TRow>(key, before, after)])[0];

    protected static IReadOnlyDictionary<TKey, TRow> Read<TKey, TRow>(ITarget<TKey, TRow> target)
        where TKey : notnull
        where TRow : class, IEquatable<TRow> => target.Read(Scope.Everything, new Dictionary<TKey, TRow>());

    protected static WorldException? Await(Outcome outcome)
    {
        Assert.NotNull(outcome.Completion);
        Assert.True(outcome.Completion.Wait(TimeSpan.FromSeconds(20)), "the removal has not ended within 20 s");
        return outcome.Completion.Result;
    }

    protected void AddPair() => Add(Links, (Host, Pair));

    /// <summary>One message to the node's kernel.</summary>
    protected NetlinkResult Send(Action<NetlinkBatch> write, Netns netns = default)
    {
        var batch = new NetlinkBatch();
        write(batch);
        return Connections.Get(netns).Execute(batch)[0];
    }

    protected RouteRow Route(string destination, uint table = RouteCodec.MainTable) => new()
    {
        Key = new RouteKey(Netns.Node, table, Cidr.Parse(destination), 0),
        Link = Host,
        Scope = destination.Contains(':') ? RouteScope.Universe : RouteScope.Link,
    };

    protected IReadOnlyList<string> Ours => KernelText.Ours(NodeNetns);
}
