using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.OpenApi.Binding;

/// <summary>VPC actions, from parameters to calls.</summary>
internal static class NetworkBinding
{
    // The types of CreateRouteEntry; the other ones are next hops that the emulator has not.
    private static readonly string[] NextHops = ["Instance", "NetworkInterface"];

    private static readonly string[] OtherNextHops =
        ["HaVip", "RouterInterface", "VpnGateway", "NatGateway", "Attachment", "VpcPeer", "IPv6Gateway", "Ipv4Gateway", "GatewayEndpoint", "Ecr", "GatewayLoadBalancerEndpoint"];

    public static CloudCall DescribeVpcs(ParameterReader p)
    {
        p.Refuse("IsDefault", "Tag", "EnableIpv6", "DhcpOptionsSetId", "VpcOwnerId", "DryRun");
        return new DescribeVpcs
        {
            RegionId = p.Region(),
            VpcIds = p.CommaList("VpcId"u8),
            VpcName = p.Text("VpcName"u8),
            ResourceGroupId = p.Text("ResourceGroupId"u8),
            Page = Pages.ByNumber(p),
        };
    }

    public static CloudCall DescribeVSwitches(ParameterReader p)
    {
        p.Refuse("IsDefault", "Tag", "EnableIpv6", "VSwitchOwnerId", "DryRun");
        return new DescribeVSwitches
        {
            RegionId = p.RegionOrEndpoints(),
            VpcId = p.Text("VpcId"u8),
            VSwitchId = p.Text("VSwitchId"u8),
            ZoneId = p.Text("ZoneId"u8),
            VSwitchName = p.Text("VSwitchName"u8),
            ResourceGroupId = p.Text("ResourceGroupId"u8),
            RouteTableId = p.Text("RouteTableId"u8),
            Page = Pages.ByNumber(p),
        };
    }

    public static CloudCall CreateVSwitch(ParameterReader p)
    {
        p.Refuse("CidrMask", "Ipv6CidrMask", "VpcIpv6CidrBlock", "Tag");
        return new CreateVSwitch
        {
            RegionId = p.RegionOrEndpoints(),
            ClientToken = p.Text("ClientToken"u8),
            VpcId = p.Required("VpcId"u8),
            ZoneId = p.Required("ZoneId"u8),
            CidrBlock = p.Required("CidrBlock"u8),
            Ipv6CidrBlock = p.Number("Ipv6CidrBlock"u8, least: 0, most: 255),
            VSwitchName = p.TextOrEmpty("VSwitchName"u8),
            Description = p.TextOrEmpty("Description"u8),
        };
    }

    public static CloudCall DeleteVSwitch(ParameterReader p)
    {
        p.Refuse("DryRun");
        return new DeleteVSwitch { RegionId = p.RegionOrEndpoints(), VSwitchId = p.Required("VSwitchId"u8) };
    }

    public static CloudCall DescribeRouteTables(ParameterReader p)
    {
        p.Refuse("RouteTableName", "RouteTableType", "RouterType", "Tag", "ResourceGroupId");
        return new DescribeRouteTableList
        {
            RegionId = p.Region(),
            VpcId = p.Text("VpcId"u8),
            RouteTableId = p.Text("RouteTableId"u8),
            RouterId = p.Text("RouterId"u8),
            Page = Pages.ByNumber(p),
        };
    }

    public static CloudCall DescribeRoutes(ParameterReader p)
    {
        p.Refuse("DestCidrBlockList", "RouteEntryName", "ServiceType");
        return new DescribeRouteEntryList
        {
            RegionId = p.Region(),
            RouteTableId = p.Required("RouteTableId"u8),
            RouteEntryId = p.Text("RouteEntryId"u8),
            DestinationCidrBlock = p.Text("DestinationCidrBlock"u8),
            NextHopId = p.Text("NextHopId"u8),
            NextHopType = p.Text("NextHopType"u8),
            RouteEntryType = p.OneOf("RouteEntryType"u8, "Custom", "System", "BGP", "CEN", "ECR"),
            IpVersion = p.OneOf("IpVersion"u8, "ipv4", "ipv6", "IPv4", "IPv6"),
            Page = Pages.ByToken(p, "MaxResult"u8, limit: 100),
        };
    }

    public static CloudCall CreateRoute(ParameterReader p)
    {
        p.Refuse("NextHopList", "DryRun");
        return new CreateRouteEntry
        {
            RegionId = p.Region(),
            ClientToken = p.Text("ClientToken"u8),
            RouteTableId = p.Required("RouteTableId"u8),
            DestinationCidrBlock = p.Required("DestinationCidrBlock"u8),
            NextHopId = p.Required("NextHopId"u8),
            NextHopType = NextHopType(p),
            RouteEntryName = p.TextOrEmpty("RouteEntryName"u8),
            Description = p.TextOrEmpty("Description"u8),
        };
    }

    public static CloudCall DeleteRoute(ParameterReader p)
    {
        p.Refuse("NextHopList", "DryRun");
        var id = p.Text("RouteEntryId"u8);
        return new DeleteRouteEntry
        {
            RegionId = p.RegionOrEndpoints(),
            RouteEntryId = id,
            RouteTableId = id is null ? p.Required("RouteTableId"u8) : p.Text("RouteTableId"u8),
            DestinationCidrBlock = id is null ? p.Required("DestinationCidrBlock"u8) : p.Text("DestinationCidrBlock"u8),
            NextHopId = p.Text("NextHopId"u8),
        };
    }

    private static string NextHopType(ParameterReader p)
    {
        var type = p.Text("NextHopType"u8) ?? "Instance";
        if (OtherNextHops.Contains(type))
        {
            p.Fail(Dialect.Unsupported($"NextHopType={type}"));
        }
        else if (!NextHops.Contains(type))
        {
            p.Malformed("NextHopType"u8);
        }

        return type;
    }
}
