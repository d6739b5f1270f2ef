using Fairlead.Model.Addresses;
using Fairlead.Model.Nftables;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Packets.Planning;

/// <summary>What stands in the sets and maps: all that changes when a port, an address or a switch does. The chains stay as they are.</summary>
internal sealed class FabricElements(VpcState state, IReadOnlyList<PluggedPort> ports)
{
    public IEnumerable<NftElement> All() =>
        [.. ports.SelectMany(OfPort), .. VSwitchRanges(), .. Border(), .. Hosted(), .. state.SecurityGroups.Keys.SelectMany(Members)];

    private static IEnumerable<NftElement> OfPort(PluggedPort port)
    {
        var index = NftValue.HostOrder((uint)port.Index);
        yield return Element(FabricNames.Macs, NftValue.Concatenated(index, NftValue.Mac(port.Port.Mac)));
        foreach (var address in port.Port.Addresses)
        {
            yield return Element(FabricNames.Own(address.IsV6), NftValue.Concatenated(index, NftValue.Address(address)));
            yield return Element(FabricNames.Assigned(address.IsV6), NftValue.Address(address));
        }

        foreach (var prefix in port.Port.Prefixes)
        {
            var end = NftValue.Concatenated(index, NftValue.Address(prefix.Last));
            yield return Element(FabricNames.OwnPrefixes(prefix.IsV6), NftValue.Concatenated(index, NftValue.Address(prefix.First))) with { KeyEnd = end };
            yield return Interval(FabricNames.AssignedPrefixes(prefix.IsV6), prefix);
        }

        if (!port.IsChecked)
        {
            yield return Element(FabricNames.Unchecked, index);
        }

        if (port.Outside is { } outside)
        {
            yield return Element(outside.Kind == OutsideKind.Internet ? FabricNames.Internet : FabricNames.Services, index);
        }

        var groups = port.Interface?.SecurityGroups;
        var from = NftVerdict.Goto(groups is { } senders ? FabricNames.GroupChain(senders, egress: true) : FabricNames.IngressChain);
        var to = groups is { } receivers ? NftVerdict.Goto(FabricNames.GroupChain(receivers, egress: false)) : NftVerdict.Accept;
        yield return Element(FabricNames.Egress, index) with { Verdict = from };
        yield return Element(FabricNames.Ingress, index) with { Verdict = to };
    }

    private IEnumerable<NftElement> VSwitchRanges() =>
        state.VSwitches.Values.SelectMany(vSwitch => vSwitch.Cidr6 is { } cidr6 ? new[] { vSwitch.Cidr, cidr6 } : [vSwitch.Cidr])
            .Select(range => Interval(FabricNames.VSwitches(range.IsV6), range));

    private IEnumerable<NftElement> Border()
    {
        // Elements of interval sets must not overlap: with a gateway the vSwitches' ranges hold every address that has an EIP.
        var eips = state.Interfaces.Values.Where(eni => eni.PublicAddress is not null).ToList();
        foreach (var vSwitch in state.VSwitches.Values)
        {
            if (state.NatGateway is not null)
            {
                yield return Interval(FabricNames.Public(false), vSwitch.Cidr);
            }

            if (vSwitch.Cidr6 is { } cidr6)
            {
                yield return Interval(FabricNames.Public(true), cidr6);
            }
        }

        foreach (var eni in eips)
        {
            if (state.NatGateway is null)
            {
                yield return Interval(FabricNames.Public(false), eni.PrimaryAddress.ToCidr());
            }

            var (inside, outside) = (NftValue.Address(eni.PrimaryAddress), NftValue.Address(eni.PublicAddress!.Value));
            yield return Element(FabricNames.PublicAddresses, inside) with { Data = outside };
            yield return Element(FabricNames.PrivateAddresses, outside) with { Data = inside };
        }
    }

    private IEnumerable<NftElement> Hosted() => state.Hosted.Select(address => Element(FabricNames.Hosted, NftValue.Address(address)));

    private IEnumerable<NftElement> Members(string group) =>
        state.Interfaces.Values.Where(eni => eni.SecurityGroups.Contains(group))
            .SelectMany(eni => eni.Addresses.Select(address => address.ToCidr()).Concat(eni.Prefixes))
            .Select(range => Interval(FabricNames.Members(group, range.IsV6), range));

    private static NftElement Element(string set, ByteString key) => new() { Set = FabricNames.Set(set), Key = key };

    private static NftElement Interval(string set, Cidr range) =>
        Element(set, NftValue.Address(range.First)) with { KeyEnd = NftValue.Address(range.Last) };
}
