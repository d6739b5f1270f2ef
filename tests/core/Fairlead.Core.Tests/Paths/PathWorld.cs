using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;
using Fairlead.Planning.Paths;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Core.Tests.Paths;

/// <summary>
/// node-1 (172.16.10.1, slice 10.244.1.0/24), node-2 and legacy-1 (172.16.20.1) on a VPC, with pod-a (10.244.1.2) on node-1 and
/// pod-b (10.244.2.2) on node-2; a server on port 80 everywhere. Tests break it.
/// </summary>
internal sealed class PathWorld
{
    private readonly Dictionary<string, NetnsSnapshot> _namespaces = [];
    private readonly List<Wire> _wires = [];

    public PathWorld()
    {
        AddHost("node-1", "172.16.10.1", "10.244.1.0/24");
        AddHost("node-2", "172.16.10.2", "10.244.2.0/24");
        AddHost("legacy-1", "172.16.20.1", null);
        AddPod("pod-a", "node-1", "10.244.1.2");
        AddPod("pod-b", "node-2", "10.244.2.2");
        AddPod("pod-c", "node-1", "10.244.1.3");
        Fabric.Routes.Add((Cidr.Parse("10.244.1.0/24"), "node-1"));
        Fabric.Routes.Add((Cidr.Parse("10.244.2.0/24"), "node-2"));
    }

    public PlainFabric Fabric { get; } = new();

    public PathWorld Change(string name, Func<NetnsSnapshot, NetnsSnapshot> change)
    {
        _namespaces[name] = change(_namespaces[name]);
        return this;
    }

    public PathWorld Filter(string name, string table, NftHook hook, params NftExpression[][] rules) => Change(name, netns =>
    {
        var key = new NftTableKey(NftFamily.Inet, table);
        var chain = new NftName(key, "chain");
        return netns with
        {
            Nftables = new NftRuleset(
                [.. netns.Nftables.Tables, new NftTable(key, NftTableFlags.None)],
                [.. netns.Nftables.Chains, new NftChain(chain, hook)],
                [.. netns.Nftables.Sets],
                [.. netns.Nftables.Elements],
                [.. netns.Nftables.Rules, .. rules.Select((rule, i) => new NftRule(chain, $"handle {i + 4}", i, [.. rule]) { Handle = (ulong)i + 4 })]),
        };
    });

    public PathPrediction Predict(string from, string to, ushort port = 80, Transport transport = Transport.Tcp) =>
        new PathPredictor(new WorldSnapshot { Namespaces = [.. _namespaces.Values], Wires = _wires, Fabric = Fabric })
            .Predict(new PathQuestion(from, InetAddress.Parse(to), port, transport));

    public static NftHook Hook(uint hook, NftVerdictKind policy = NftVerdictKind.Accept, string type = "filter", int priority = 0) => new(type, hook, priority, policy);

    /// <summary>A second NIC on the VPC, without an address.</summary>
    public void AddEni(string host, int index, string name)
    {
        Change(host, netns => netns with { Links = [.. netns.Links, Link(index, name, $"00:16:3e:00:00:{index:x2}")] });
        _wires.Add(new Wire(new WireEnd(host, name), WireEnd.Port($"{host}/{name}")));
    }

    private void AddHost(string name, string address, string? slice)
    {
        var own = InetAddress.Parse(address);
        _namespaces[name] = Plain(name) with
        {
            Links = [Loopback, Link(2, "eth0", $"02:00:00:00:{(int)(own.Bits >> 8 & 0xff):x2}:{(int)(own.Bits & 0xff):x2}")],
            Addresses = [new(1, Cidr.Parse("127.0.0.1/8"), 254, 0), new(2, new Cidr(own, 24), 0, 0)],
            Routes =
            [
                Local("127.0.0.1", 1), Local(address, 2),
                Route(new Cidr(own, 24).Network.ToString(), 2) with { PreferredSource = own, Scope = 253 },
                Route("0.0.0.0/0", 2) with { Gateway = InetAddress.Parse("172.16.10.253") },
                .. slice is null ? Array.Empty<ObservedRoute>() : [Route(slice, 1) with { Type = RouteType.Unreachable, Metric = 0x7fffffff, Protocol = OurMark.RouteProtocol }],
            ],
            Sysctls = new Dictionary<string, string>
            {
                ["net/ipv4/conf/all/rp_filter"] = "0",
                ["net/ipv4/conf/eth0/forwarding"] = slice is null ? "0" : "1",
            },
        };
        Fabric.Hosts[name] = (own, _namespaces[name].Links[1].Mac);
        _wires.Add(new Wire(new WireEnd(name, "eth0"), WireEnd.Port(name)));
    }

    private void AddPod(string name, string node, string address)
    {
        var number = 100 + _namespaces.Count;
        var host = Link(number, $"fl{name}", $"02:00:00:00:aa:{number:x2}") with { Group = OurMark.PodGroup };
        var own = InetAddress.Parse(address);
        var gateway = InetAddress.Parse("169.254.1.1");
        _namespaces[name] = Plain(name) with
        {
            Node = node,
            Links = [Loopback, Link(2, "eth0", $"02:00:00:00:bb:{number:x2}")],
            Addresses = [new(1, Cidr.Parse("127.0.0.1/8"), 254, 0), new(2, own.ToCidr(), 0, 0)],
            Routes = [Local("127.0.0.1", 1), Local(address, 2), Route("0.0.0.0/0", 2) with { Gateway = gateway, Flags = 4 }],
            Neighbours = [new(2, gateway, host.Mac, 0x80, 0)],
        };
        var pod = _namespaces[name].Links[1];
        Change(node, netns => netns with
        {
            Links = [.. netns.Links, host],
            Routes = [.. netns.Routes, Route($"{address}/32", number) with { Scope = 253, Protocol = OurMark.RouteProtocol, PreferredSource = netns.Addresses[1].Address.Address }],
            Neighbours = [.. netns.Neighbours, new(number, own, pod.Mac, 0x80, 0)],
            Sysctls = new Dictionary<string, string>(netns.Sysctls) { [$"net/ipv4/conf/fl{name}/forwarding"] = "1" },
        });
        _wires.Add(new Wire(new WireEnd(name, "eth0"), new WireEnd(node, host.Name)));
    }

    private static ObservedLink Loopback => Link(1, "lo", "00:00:00:00:00:00") with { IsLoopback = true, Mtu = 65536 };

    private static NetnsSnapshot Plain(string name) => new()
    {
        Name = name,
        Rules =
        [
            new ObservedRule { IsV6 = false, Priority = 0, Action = RuleAction.Table, Table = 255 },
            new ObservedRule { IsV6 = false, Priority = 32766, Action = RuleAction.Table, Table = 254 },
            new ObservedRule { IsV6 = false, Priority = 32767, Action = RuleAction.Table, Table = 253 },
        ],
        Sockets = [new ObservedSocket(Transport.Tcp, InetAddress.V4(0), 80), new ObservedSocket(Transport.Udp, InetAddress.V4(0), 53)],
    };

    private static ObservedLink Link(int index, string name, string mac) =>
        new() { Index = index, Name = name, Mac = MacAddress.Parse(mac), Mtu = 1500, IsUp = true, HasCarrier = true };

    public static ObservedRoute Route(string destination, int link) =>
        new() { Destination = Cidr.Parse(destination), Table = 254, Type = RouteType.Unicast, LinkIndex = link };

    private static ObservedRoute Local(string address, int link) =>
        new() { Destination = Cidr.Parse(address + "/32"), Table = 255, Type = RouteType.Local, LinkIndex = link, PreferredSource = InetAddress.Parse(address) };
}
