using Fairlead.Linux;
using Fairlead.Linux.Addresses;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Nftables;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;
using Fairlead.Reconciliation;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>
/// A node of namespaces of the real kernel, wired by planner, reconciler and targets: node 172.16.10.1 with eth0, beside it a
/// host 172.16.10.2 of the VPC that is also 198.51.100.1 of the world outside.
/// </summary>
internal sealed class LabNode : INetnsResolver, IDisposable
{
    public static readonly NodeFacts Facts = new()
    {
        Uplink = "eth0",
        UplinkMtu = 1500,
        V4 = InetAddress.Parse("172.16.10.1"),
        V6 = InetAddress.Parse("fd16::1"),
        Links = ["eth0"],
    };

    public static readonly DatapathOptions Defaults = new()
    {
        PodSlices = [Cidr.Parse("10.244.1.0/24"), Cidr.Parse("fd10:244:1::/64")],
        PodRanges = [Cidr.Parse("10.244.0.0/16"), Cidr.Parse("fd10:244::/32")],
        VpcCidrs = [Cidr.Parse("172.16.0.0/16"), Cidr.Parse("fd16::/64")],
    };

    // The targets of the test mark these as ours like all that they write, so they are part of what is wished.
    private static readonly DatapathPlan WorldOutside = new()
    {
        Addresses =
        [
            new(new LinkKey(Netns.Node, "eth0"), Cidr.Parse("172.16.10.1/24")), new(new LinkKey(Netns.Node, "eth0"), Cidr.Parse("fd16::1/64")),
        ],
        Routes =
        [
            By("198.51.100.1/32", "172.16.10.2"), By("100.100.100.200/32", "172.16.10.2"), By("2001:db8::1/128", "fd16::2"),
        ],
    };

    private readonly Dictionary<Netns, NetworkNamespace> _namespaces = [];
    private readonly List<PodAttachment> _pods = [];
    private LabAgent _agent;

    public LabNode()
    {
        Node = Create(Netns.Node);
        Outside = Create(new Netns("outside"));
        Wire();
        _agent = new LabAgent(this);
        Apply(Defaults);
    }

    public NetworkNamespace Node { get; }

    public NetworkNamespace Outside { get; }

    public IReadOnlyList<Netns> Known => [Netns.Node, .. _namespaces.Keys.Where(netns => !netns.IsNode && netns.Attachment != "outside")];

    public IEnumerable<string> Chains => _agent.Chains;

    public DriftCounters Drift => _agent.Drift;

    public DatapathOptions Options { get; private set; } = Defaults;

    public INetworkNamespace? Resolve(Netns netns) => _namespaces.GetValueOrDefault(netns);

    public NetworkNamespace AddPod(string name, int number, params HostPort[] ports)
    {
        var netns = Create(new Netns(new AttachmentId(name, "eth0").ToString()));
        _pods.Add(Pod(name, number, ports));
        Apply(Options);
        return netns;
    }

    /// <summary>From whatever is to these pods, each in a namespace of its own.</summary>
    public void Become(DatapathOptions options, IReadOnlyList<(string Name, int Number, HostPort? Port)> pods)
    {
        var next = pods.Select(pod => Pod(pod.Name, pod.Number, pod.Port is { } port ? [port] : [])).ToList();
        foreach (var netns in next.Select(pod => new Netns(pod.Id.ToString())).Where(netns => !_namespaces.ContainsKey(netns)))
        {
            Create(netns);
        }

        _pods.Clear();
        _pods.AddRange(next);
        Apply(options);
        foreach (var gone in _namespaces.Keys.Where(netns => !netns.IsNode && netns.Attachment != "outside" && next.TrueForAll(pod => pod.Id.ToString() != netns.Attachment)).ToList())
        {
            _namespaces[gone].Dispose();
            _namespaces.Remove(gone);
        }
    }

    /// <summary>What of the node's kernel is ours, as text.</summary>
    public IReadOnlyList<string> World()
    {
        using var kernel = KernelReader.Open(Node);
        using var nft = NftReader.Open(Node);
        return
        [
            .. kernel.Links().Select(link => $"{link.Index} {link.Name} {link.Mac} {link.Group} {link.Alias} {link.IsUp}").Order(),
            .. kernel.Routes().Where(route => route.IsOurs).Select(route => $"{route}").Order(),
            .. kernel.Neighbours().Where(neighbour => neighbour.IsPermanent).Select(neighbour => $"{neighbour}").Order(),
            .. NftText.Lines(nft.Read(OurMark.NftablesTable)).Order(),
        ];
    }

    public void RemovePod(string name)
    {
        _pods.RemoveAll(pod => pod.Id.ContainerId == name);
        Apply(Options);
    }

    /// <summary>The pod is no longer known, but nobody has taken its things away yet.</summary>
    public void ForgetPod(string name) => _pods.RemoveAll(pod => pod.Id.ContainerId == name);

    /// <summary>Takes effect with what is applied next.</summary>
    public void ChangePod(string name, Func<PodAttachment, PodAttachment> change)
    {
        var at = _pods.FindIndex(pod => pod.Id.ContainerId == name);
        _pods[at] = change(_pods[at]);
    }

    /// <summary>Plans everything again and waits until the kernel is as planned.</summary>
    public void Apply(DatapathOptions options)
    {
        Options = options;
        var next = DatapathPlan.Combine([
            WorldOutside, NodePlanner.PlanNode(Facts, options, NodeUse.Of(_pods), PodRouting.Main), .. _pods.Select(pod => NodePlanner.PlanPod(Facts, options, PodRouting.Main, pod))]);
        _agent.Go(next);
    }

    public void Refresh() => _agent.Refresh();

    /// <summary>The agent is killed and started again; what it planned it plans again.</summary>
    public void Kill()
    {
        _agent.Dispose();
        _agent = new LabAgent(this);
        Apply(Options);
    }

    public T In<T>(NetworkNamespace netns, Func<NetlinkConnection, T> work)
    {
        using var connection = new NetlinkConnection(netns.Open(NetlinkProtocol.Route));
        return work(connection);
    }

    public void Dispose()
    {
        _agent.Dispose();
        _namespaces.Values.ToList().ForEach(netns => netns.Dispose());
    }

    private void Wire()
    {
        // The uplink's own link-local addresses are none of the test's business, and their detection takes 1 to 2 s.
        Node.WriteSysctl("net/ipv6/conf/default/accept_dad", "0");
        Outside.WriteSysctl("net/ipv6/conf/default/accept_dad", "0");
        In(Node, connection =>
        {
            var batch = new NetlinkBatch();
            LinkCodec.WriteVeth(
                batch,
                new LinkRow { Key = new LinkKey(Netns.Node, "eth0"), Index = 2, Mac = MacAddress.Parse("02:00:00:00:10:01"), Mtu = 1500 },
                new VethPeer { Key = new LinkKey(new Netns("outside"), "eth0"), Mac = MacAddress.Parse("02:00:00:00:10:02"), Mtu = 1500 },
                Outside.Descriptor);
            return connection.Execute(batch);
        });
        Configure(Node, [], []);
        Configure(
            Outside,
            ["172.16.10.2/24", "fd16::2/64", "198.51.100.1/32", "2001:db8::1/128", "100.100.100.200/32"],
            [("10.244.1.0/24", "172.16.10.1"), ("fd10:244:1::/64", "fd16::1")]);
    }

    private void Configure(NetworkNamespace netns, string[] own, (string Destination, string Gateway)[] ways)
    {
        In(netns, connection =>
        {
            var index = LinkLookup.IndexOf(connection, "eth0");
            var batch = new NetlinkBatch();
            LinkCodec.WriteUp(batch, 1, true);
            LinkCodec.WriteUp(batch, index, true);
            own.ToList().ForEach(address => AddressCodec.WriteReplace(batch, index, Cidr.Parse(address)));
            return connection.Execute(batch);
        });
        In(netns, connection =>
        {
            var batch = new NetlinkBatch();
            ways.ToList().ForEach(way => RouteCodec.WriteReplace(batch, By(way.Destination, way.Gateway), LinkLookup.IndexOf(connection, "eth0")));
            return connection.Execute(batch);
        });
    }

    private static PodAttachment Pod(string name, int number, HostPort[] ports) => new()
    {
        Id = new AttachmentId(name, "eth0"),
        NetnsPath = "",
        NetnsDevice = 0,
        NetnsInode = 0,
        V4 = InetAddress.Parse($"10.244.1.{number}"),
        V6 = InetAddress.Parse($"fd10:244:1::{number}"),
        // No index is used twice, also when two pods have the same address one after the other.
        HostIndex = 1000 + (256 * name[0]) + number,
        HostMac = new MacAddress(0x020000000100UL + (uint)number),
        PodMac = new MacAddress(0x020000000200UL + (uint)number),
        Mtu = 1500,
        HostPorts = ports,
    };

    private static RouteRow By(string destination, string gateway) => new()
    {
        Key = new RouteKey(Netns.Node, RouteCodec.MainTable, Cidr.Parse(destination), 0),
        Link = new LinkKey(Netns.Node, "eth0"),
        Gateway = InetAddress.Parse(gateway),
    };

    private NetworkNamespace Create(Netns name)
    {
        try
        {
            return _namespaces[name] = NetworkNamespace.Create();
        }
        catch (KernelException error) when (error.Code == Errno.EPERM)
        {
            Assert.Skip("network namespaces need CAP_SYS_ADMIN: run as root or inside 'unshare --user --map-root-user'");
            throw;
        }
    }
}
