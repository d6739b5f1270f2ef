using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.OpenApi.Binding;

/// <summary>ECS actions on addresses of ENIs, from parameters to calls.</summary>
internal static class AddressBinding
{
    public static CloudCall Assign(ParameterReader p) => new AssignPrivateIpAddresses
    {
        RegionId = p.Region(),
        ClientToken = p.Text("ClientToken"u8),
        NetworkInterfaceId = p.Required("NetworkInterfaceId"u8),
        PrivateIpAddress = p.List("PrivateIpAddress"u8),
        SecondaryPrivateIpAddressCount = p.Number("SecondaryPrivateIpAddressCount"u8),
        Ipv4Prefix = p.List("Ipv4Prefix"u8),
        Ipv4PrefixCount = p.Number("Ipv4PrefixCount"u8),
    };

    public static CloudCall Unassign(ParameterReader p) => new UnassignPrivateIpAddresses
    {
        RegionId = p.Region(),
        NetworkInterfaceId = p.Required("NetworkInterfaceId"u8),
        PrivateIpAddress = p.List("PrivateIpAddress"u8),
        Ipv4Prefix = p.List("Ipv4Prefix"u8),
    };

    public static CloudCall AssignIpv6(ParameterReader p) => new AssignIpv6Addresses
    {
        RegionId = p.Region(),
        ClientToken = p.Text("ClientToken"u8),
        NetworkInterfaceId = p.Required("NetworkInterfaceId"u8),
        Ipv6Address = p.List("Ipv6Address"u8),
        Ipv6AddressCount = p.Number("Ipv6AddressCount"u8),
        Ipv6Prefix = p.List("Ipv6Prefix"u8),
        Ipv6PrefixCount = p.Number("Ipv6PrefixCount"u8),
    };

    public static CloudCall UnassignIpv6(ParameterReader p) => new UnassignIpv6Addresses
    {
        RegionId = p.Region(),
        NetworkInterfaceId = p.Required("NetworkInterfaceId"u8),
        Ipv6Address = p.List("Ipv6Address"u8),
        Ipv6Prefix = p.List("Ipv6Prefix"u8),
    };
}
