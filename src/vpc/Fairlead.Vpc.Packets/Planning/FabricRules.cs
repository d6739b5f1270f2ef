using Fairlead.Model.Nftables;
using Fairlead.Vpc.Decisions;
using Fairlead.Vpc.Topology;
using static Fairlead.Model.Nftables.NftExpressions;

namespace Fairlead.Vpc.Packets.Planning;

/// <summary>
/// The fabric's nftables table: sets, base chains, and two chains for each set of security groups that an ENI is in. The order of checks is that of
/// <see cref="FabricJudge"/>.
/// </summary>
internal sealed class FabricRules(VpcState state, IReadOnlyList<PluggedPort> ports)
{
    public IEnumerable<NftObjectRow> Objects() =>
    [
        new NftObjectRow(new NftObjectKey(NftObjectKind.Table, FabricNames.Table, "")),
        .. Sets(),
        .. BaseChains.All(state.NatGateway, HasInternet),
        .. ports.Select(port => port.Interface).OfType<NetworkInterface>().SelectMany(GroupChains).DistinctBy(row => row.Key),
    ];

    private bool HasInternet => state.Outside.Values.Any(host => host.Kind == OutsideKind.Internet);

    private IEnumerable<NftObjectRow> Sets()
    {
        yield return Set(FabricNames.Macs, NftSetFlags.Concatenation, [NftType.InterfaceIndex, NftType.EtherAddress]);
        yield return Set(FabricNames.Unchecked, NftSetFlags.None, [NftType.InterfaceIndex]);
        yield return Set(FabricNames.Internet, NftSetFlags.None, [NftType.InterfaceIndex]);
        yield return Set(FabricNames.Services, NftSetFlags.None, [NftType.InterfaceIndex]);
        yield return Set(FabricNames.Hosted, NftSetFlags.None, [NftType.Ipv4Address]);
        yield return Map(FabricNames.Egress, NftType.InterfaceIndex, NftType.Verdict);
        yield return Map(FabricNames.Ingress, NftType.InterfaceIndex, NftType.Verdict);
        yield return Map(FabricNames.PublicAddresses, NftType.Ipv4Address, NftType.Ipv4Address);
        yield return Map(FabricNames.PrivateAddresses, NftType.Ipv4Address, NftType.Ipv4Address);
        foreach (var v6 in new[] { false, true })
        {
            var address = v6 ? NftType.Ipv6Address : NftType.Ipv4Address;
            yield return Set(FabricNames.Own(v6), NftSetFlags.Concatenation, [NftType.InterfaceIndex, address]);
            yield return Set(FabricNames.OwnPrefixes(v6), NftSetFlags.Concatenation | NftSetFlags.Interval, [NftType.InterfaceIndex, address]);
            yield return Set(FabricNames.Assigned(v6), NftSetFlags.None, [address]);
            yield return Set(FabricNames.AssignedPrefixes(v6), NftSetFlags.Interval, [address]);
            yield return Set(FabricNames.VSwitches(v6), NftSetFlags.Interval, [address]);
            yield return Set(FabricNames.Public(v6), NftSetFlags.Interval, [address]);
            foreach (var group in state.SecurityGroups.Keys)
            {
                yield return Set(FabricNames.Members(group, v6), NftSetFlags.Interval, [address]);
            }
        }
    }

    private IEnumerable<NftObjectRow> GroupChains(NetworkInterface eni)
    {
        foreach (var direction in new[] { RuleDirection.Egress, RuleDirection.Ingress })
        {
            var egress = direction == RuleDirection.Egress;
            var no = Goto(FabricNames.Drop(egress ? DropReason.EgressRule : DropReason.IngressRule));
            var yes = egress ? Goto(FabricNames.IngressChain) : Accept();
            var rules = GroupRules.Ordered(state, eni.SecurityGroups, direction).SelectMany(rule =>
                Families(rule).Select(v6 => BaseChains.Rule(rule.ToString(), Match(rule, v6), rule.Policy == RulePolicy.Accept ? yes : no)));
            yield return BaseChains.Chain(FabricNames.GroupChain(eni.SecurityGroups, egress), null, [.. rules, BaseChains.Rule("no rule", no)]);
        }
    }

    private static bool[] Families(SecurityGroupRule rule) => rule.Peer is { } peer ? [peer.IsV6] : [false, true];

    private static NftExpression[] Match(SecurityGroupRule rule, bool v6)
    {
        var address = rule.Direction == RuleDirection.Egress ? DestinationAddress(v6) : SourceAddress(v6);
        return
        [
            .. NfProtocol(v6),
            .. rule.PeerGroup is { } group ? InSet(address, FabricNames.Members(group, v6)) : rule.Peer is { Length: > 0 } peer ? InCidr(address, peer) : [],
            .. rule.Protocol == RuleProtocol.All ? [] : TransportProtocol((byte)rule.Protocol),
            .. rule.HasPorts && !rule.Ports.IsAll ? Ports(rule.Ports) : [],
        ];
    }

    private static NftExpression[] Ports(PortRange ports) => ports.First == ports.Last
        ? Equal(DestinationPort(), NftValue.NetworkOrder(ports.First))
        : [DestinationPort(), new NftRange(false, NftExpression.Register1, NftValue.NetworkOrder(ports.First), NftValue.NetworkOrder(ports.Last))];

    private static NftObjectRow Set(string name, NftSetFlags flags, EquatableList<NftType> key, EquatableList<NftType>? data = null) =>
        new(new NftObjectKey(NftObjectKind.Set, FabricNames.Table, name))
        {
            Set = new NftSet { Key = FabricNames.Set(name), Flags = flags, KeyType = key, DataType = data ?? [] },
        };

    private static NftObjectRow Map(string name, NftType key, NftType data) => Set(name, NftSetFlags.Map, [key], [data]);
}
