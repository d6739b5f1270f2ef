using Fairlead.Cloud;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Topology;

namespace Fairlead.Testing.Cloud;

/// <summary>The contract's wishes as the emulator's calls.</summary>
internal static class FakeQueries
{
    public static DescribeNetworkInterfaces Interfaces(string region, InterfaceFilter filter, PageWish page) => new()
    {
        RegionId = region,
        NetworkInterfaceId = filter.Ids,
        VpcId = filter.Vpc,
        VSwitchId = filter.VSwitch,
        InstanceId = filter.Instance,
        Type = filter.Role is { } role ? Enum.Parse<InterfaceType>(role.ToString()) : null,
        Status = filter.State is { } state ? Enum.Parse<InterfaceStatus>(state.ToString()) : null,
        Tag = Tags(filter.Tags),
        Page = page,
    };

    public static CreateNetworkInterface Create(string region, InterfaceWish wish, string token) => new()
    {
        RegionId = region,
        ClientToken = token,
        VSwitchId = wish.VSwitch,
        SecurityGroupIds = wish.SecurityGroups,
        InstanceType = Enum.Parse<InterfaceType>(wish.Role.ToString()),
        PrimaryIpAddress = wish.PrimaryAddress?.ToString(),
        SecondaryPrivateIpAddressCount = Count(wish.Addresses4),
        Ipv6AddressCount = Count(wish.Addresses6),
        Ipv4PrefixCount = Count(wish.Prefixes4),
        Ipv6PrefixCount = Count(wish.Prefixes6),
        Tag = Tags(wish.Tags),
        NetworkInterfaceName = wish.Name,
        Description = wish.Description,
        ResourceGroupId = wish.ResourceGroup.Length == 0 ? null : wish.ResourceGroup,
        DeleteOnRelease = wish.DeletedWithInstance,
    };

    public static CloudChange Assign(string region, string id, AddressKind kind, int count, string token) => kind switch
    {
        AddressKind.Address4 => new AssignPrivateIpAddresses { RegionId = region, NetworkInterfaceId = id, SecondaryPrivateIpAddressCount = count, ClientToken = token },
        AddressKind.Prefix4 => new AssignPrivateIpAddresses { RegionId = region, NetworkInterfaceId = id, Ipv4PrefixCount = count, ClientToken = token },
        AddressKind.Address6 => new AssignIpv6Addresses { RegionId = region, NetworkInterfaceId = id, Ipv6AddressCount = count, ClientToken = token },
        _ => new AssignIpv6Addresses { RegionId = region, NetworkInterfaceId = id, Ipv6PrefixCount = count, ClientToken = token },
    };

    public static CloudChange Assign(string region, string id, IReadOnlyList<InetAddress> addresses, string token)
    {
        string[] names = [.. addresses.Select(address => address.ToString())];
        return addresses[0].IsV6
            ? new AssignIpv6Addresses { RegionId = region, NetworkInterfaceId = id, Ipv6Address = names, ClientToken = token }
            : new AssignPrivateIpAddresses { RegionId = region, NetworkInterfaceId = id, PrivateIpAddress = names, ClientToken = token };
    }

    public static CloudChange Release(string region, string id, Cidr range) => (range.IsSingleAddress, range.IsV6) switch
    {
        (true, false) => new UnassignPrivateIpAddresses { RegionId = region, NetworkInterfaceId = id, PrivateIpAddress = [range.Address.ToString()] },
        (false, false) => new UnassignPrivateIpAddresses { RegionId = region, NetworkInterfaceId = id, Ipv4Prefix = [range.ToString()] },
        (true, true) => new UnassignIpv6Addresses { RegionId = region, NetworkInterfaceId = id, Ipv6Address = [range.Address.ToString()] },
        (false, true) => new UnassignIpv6Addresses { RegionId = region, NetworkInterfaceId = id, Ipv6Prefix = [range.ToString()] },
    };

    public static DescribeInstances Instances(string region, InstanceFilter filter, PageWish page) => new()
    {
        RegionId = region,
        InstanceIds = filter.Ids,
        PrivateIpAddresses = [.. filter.Addresses.Select(address => address.ToString())],
        InstanceName = filter.Name,
        VpcId = filter.Vpc,
        Page = page,
    };

    public static CreateRouteEntry Route(string region, RouteWish wish, string token) => new()
    {
        RegionId = region,
        RouteTableId = wish.Table,
        DestinationCidrBlock = wish.Destination.ToString(),
        NextHopType = wish.Hop == RouteHop.Instance ? "Instance" : "NetworkInterface",
        NextHopId = wish.NextHop,
        RouteEntryName = wish.Name,
        Description = wish.Description,
        ClientToken = token,
    };

    public static DeleteRouteEntry Delete(string region, CloudRoute route) => route.Id.Length > 0
        ? new DeleteRouteEntry { RegionId = region, RouteEntryId = route.Id }
        : new DeleteRouteEntry { RegionId = region, RouteTableId = route.Table, DestinationCidrBlock = route.Destination.ToString(), NextHopId = route.NextHop };

    private static int? Count(int count) => count == 0 ? null : count;

    private static IReadOnlyList<TagFilter> Tags(IReadOnlyDictionary<string, string> tags) => [.. tags.Select(tag => new TagFilter(tag.Key, tag.Value))];
}
