using System.Text.Json;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Metadata;

/// <summary>The items of an instance's NICs, by MAC. Members are no NICs: the service shows only the trunk that carries them.</summary>
internal static class InterfaceItems
{
    public static MetadataItem Of(CloudState state, Instance host) => MetadataItem.Folder(
        [.. Nics(state, host).Select(eni => (eni.Mac.ToString(), (MetadataItem?)Of(state, eni)))]);

    private static IEnumerable<NetworkInterface> Nics(CloudState state, Instance host) => state.Index.InterfacesByInstance.Of(host.Id)
        .Select(id => state.Interfaces[id])
        .Where(eni => eni is { Status: InterfaceStatus.InUse, Type: not InterfaceType.Member })
        .OrderBy(eni => eni.Mac.ToString(), StringComparer.Ordinal);

    private static MetadataItem Of(CloudState state, NetworkInterface eni)
    {
        var vSwitch = state.VSwitches[eni.VSwitch];
        var network = state.Vpcs[eni.Vpc];
        var ipv6 = eni.Addresses.Where(address => address.IsV6).ToList();
        return MetadataItem.Folder(
            ("gateway", MetadataItem.Of(vSwitch.Gateway.ToString())),
            ("ipv6-gateway", MetadataItem.Of(ipv6.Count > 0 && vSwitch.Cidr6 is { } range ? Gateway6(range).ToString() : null)),
            // Addresses without quotation marks, in brackets: so the service writes these, other than those of IPv4.
            ("ipv6s", MetadataItem.Of(ipv6.Count > 0 ? $"[{string.Join(',', ipv6)}]" : null)),
            ("netmask", MetadataItem.Of(Netmask(vSwitch.Cidr).ToString())),
            ("network-interface-id", MetadataItem.Of(eni.Id)),
            ("primary-ip-address", MetadataItem.Of(eni.PrimaryAddress.ToString())),
            ("private-ipv4s", MetadataItem.Of(JsonSerializer.Serialize(eni.Addresses.Where(address => !address.IsV6).Select(address => address.ToString())))),
            ("vpc-cidr-block", MetadataItem.Of(network.Cidrs.First(cidr => !cidr.IsV6).ToString())),
            ("vpc-id", MetadataItem.Of(network.Id)),
            ("vpc-ipv6-cidr-blocks", MetadataItem.Of(network.Cidrs.Any(cidr => cidr.IsV6) ? $"[{string.Join(',', network.Cidrs.Where(cidr => cidr.IsV6))}]" : null)),
            ("vswitch-cidr-block", MetadataItem.Of(vSwitch.Cidr.ToString())),
            ("vswitch-id", MetadataItem.Of(vSwitch.Id)),
            ("vswitch-ipv6-cidr-block", MetadataItem.Of(vSwitch.Cidr6?.ToString())));
    }

    private static InetAddress Netmask(Cidr range) => InetAddress.V4(range.Length == 0 ? 0 : uint.MaxValue << (32 - range.Length));

    // The third address from the end, as with IPv4.
    private static InetAddress Gateway6(Cidr range) => InetAddress.V6(range.Last.Bits - 2);
}
