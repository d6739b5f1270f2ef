using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;
using static Fairlead.Model.Nftables.NftExpressions;

namespace Fairlead.Datapath.Veth;

/// <summary>
/// Ports of the node that lead to pods: for local destinations only, so that a pod's traffic to the same port of a foreign host
/// stays what it is (CVE-2019-9946). All in maps; planned only while a pod has one.
/// </summary>
internal static class HostPortChains
{
    private const string Entry = "hostports";

    private static readonly Cidr Loopback = Cidr.Parse("127.0.0.0/8");

    public static IEnumerable<ChainPlan> Plan(DatapathOptions options, IReadOnlyList<bool> families)
    {
        var prerouting = new ChainPlan(FairleadTable.Inet, "nat_prerouting", Hook(NftHook.Prerouting, options));
        if (options.HostPorts.OnLoopback && families.Contains(false))
        {
            // route_localnet opens 127.0.0.0/8 of the node to the pod's link: CVE-2020-8558.
            prerouting.Rule("pods to loopback", IifGroup(options.PodGroup), NfProtocol(v6: false), InCidr(DestinationAddress(v6: false), Loopback), Drop());
        }

        yield return prerouting.Rule("local", DestinationIsLocal(), Goto(Entry));
        yield return new ChainPlan(FairleadTable.Inet, "nat_output", Hook(NftHook.Output, options)).Rule("local", DestinationIsLocal(), Goto(Entry));

        var entry = new ChainPlan(FairleadTable.Inet, Entry, null);
        foreach (var v6 in families)
        {
            entry.Rule(v6 ? "bound ipv6" : "bound ipv4", NfProtocol(v6), Translate(FairleadTable.BoundHostPorts(v6), v6, bound: true))
                .Rule(v6 ? "any ipv6" : "any ipv4", NfProtocol(v6), Translate(FairleadTable.HostPorts(v6), v6, bound: false));
        }

        yield return entry;
    }

    /// <summary>
    /// What comes back to the pod it came from, or from the node's loopback address, must leave under the node's own address:
    /// the pod would answer itself. Not `masquerade`: the pod's link has no address, and the kernel would take anybody's.
    /// </summary>
    public static void PlanSource(ChainPlan postrouting, DatapathOptions options, NodeFacts facts, IReadOnlyList<bool> families)
    {
        foreach (var v6 in families)
        {
            if ((v6 ? facts.V6 : facts.V4) is { } node)
            {
                postrouting.Rule(v6 ? "hairpin ipv6" : "hairpin ipv4", NfProtocol(v6), ConntrackIsDnat(), IsHairpin(v6), SourceNat(node));
            }
        }

        if (options.HostPorts.OnLoopback && families.Contains(false) && facts.V4 is { } own)
        {
            postrouting.Rule(
                "loopback", OifGroup(options.PodGroup), NfProtocol(v6: false), InCidr(SourceAddress(v6: false), Loopback), SourceNat(own));
        }
    }

    public static IEnumerable<NftSet> Sets(bool v6)
    {
        var address = FairleadTable.AddressType(v6);
        yield return Map(FairleadTable.HostPorts(v6), [NftType.InetProtocol, NftType.InetService], address);
        yield return Map(FairleadTable.BoundHostPorts(v6), [NftType.InetProtocol, address, NftType.InetService], address);
        yield return new NftSet { Key = FairleadTable.Hairpins(v6), Flags = NftSetFlags.Concatenation, KeyType = [address, address] };
    }

    public static IEnumerable<NftElement> Elements(PodAttachment pod)
    {
        foreach (var address in pod.Addresses)
        {
            var ports = pod.HostPorts.Where(port => port.Serves(address.IsV6)).ToList();
            foreach (var port in ports)
            {
                yield return Element(port, address);
            }

            if (ports.Count > 0)
            {
                var octets = NftValue.Address(address);
                yield return new NftElement { Set = FairleadTable.Hairpins(address.IsV6), Key = NftValue.Concatenated(octets, octets) };
            }
        }
    }

    /// <summary>What lets a hostPort answer on 127.0.0.1, on the pod's link of the node.</summary>
    public static IEnumerable<SysctlRow> LoopbackSetting(DatapathOptions options, PodAttachment pod)
    {
        var ports = pod.V4 is null ? [] : pod.HostPorts.Where(port => port.Serves(v6: false));
        if (options.HostPorts.OnLoopback && ports.Any())
        {
            yield return new SysctlRow(new SysctlKey(Netns.Node, $"net/ipv4/conf/{pod.Id.HostLinkName}/route_localnet"), "1");
        }
    }

    private static NftHook Hook(uint number, DatapathOptions options) =>
        new("nat", number, options.Priorities.DestinationNat, NftVerdictKind.Accept);

    private static NftSet Map(NftName name, EquatableList<NftType> key, NftType address) => new()
    {
        Key = name,
        Flags = NftSetFlags.Map | NftSetFlags.Concatenation,
        KeyType = key,
        DataType = [address, NftType.InetService],
    };

    private static NftElement Element(HostPort port, InetAddress pod)
    {
        var protocol = NftValue.Octet((byte)port.Transport);
        var number = NftValue.NetworkOrder(port.Port);
        return new NftElement
        {
            Set = port.BoundTo is null ? FairleadTable.HostPorts(pod.IsV6) : FairleadTable.BoundHostPorts(pod.IsV6),
            Key = port.BoundTo is { } address
                ? NftValue.Concatenated(protocol, NftValue.Address(address), number)
                : NftValue.Concatenated(protocol, number),
            Data = NftValue.Concatenated(NftValue.Address(pod), NftValue.NetworkOrder(port.PodPort)),
        };
    }

    // dnat to meta l4proto [. daddr] . th dport map @m
    private static NftExpression[] Translate(NftName map, bool v6, bool bound)
    {
        const uint second = NftExpression.Register32 + 1;
        // In registers of 4 octets: an IPv4 address takes one, an IPv6 address four. Sixteen octets on is NFT_REG_2.
        var port = bound ? second + (v6 ? 4u : 1u) : second;
        NftExpression[] key = bound ? [DestinationAddress(v6, second), DestinationPort(port)] : [DestinationPort(port)];
        return
        [
            new NftMeta(NftMetaKey.TransportProtocol, NftExpression.Register1),
            .. key,
            new NftLookup(map.Name, NftExpression.Register1, NftExpression.Register1),
            new NftNat(Type: 1, v6 ? NftFamily.Ip6 : NftFamily.Ip, NftExpression.Register1, v6 ? 2u : second),
        ];
    }

    private static NftExpression[] IsHairpin(bool v6) =>
    [
        SourceAddress(v6),
        DestinationAddress(v6, v6 ? 2u : NftExpression.Register32 + 1),
        new NftLookup(FairleadTable.Hairpins(v6).Name, NftExpression.Register1, null),
    ];

    internal static NftExpression[] SourceNat(InetAddress address) =>
    [
        new NftImmediate(NftExpression.Register1, NftValue.Address(address)),
        new NftNat(Type: 0, address.IsV6 ? NftFamily.Ip6 : NftFamily.Ip, NftExpression.Register1, null),
    ];
}
