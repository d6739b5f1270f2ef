namespace Fairlead.Vpc.Calls;

public sealed record DescribeVpcs : CloudQuery
{
    public IReadOnlyList<string> VpcIds { get; init; } = [];

    public string? VpcName { get; init; }

    public string? ResourceGroupId { get; init; }

    public required PageWish Page { get; init; }
}

public sealed record DescribeVSwitches : CloudQuery
{
    public string? VpcId { get; init; }

    public string? VSwitchId { get; init; }

    public string? ZoneId { get; init; }

    public string? VSwitchName { get; init; }

    public string? ResourceGroupId { get; init; }

    public string? RouteTableId { get; init; }

    public required PageWish Page { get; init; }
}

public sealed record CreateVSwitch : CloudChange
{
    public required string VpcId { get; init; }

    public required string ZoneId { get; init; }

    public required string CidrBlock { get; init; }

    /// <summary>The last 8 bits of the /64, cut from the VPC's IPv6 range; null for IPv4 only.</summary>
    public int? Ipv6CidrBlock { get; init; }

    public string VSwitchName { get; init; } = "";

    public string Description { get; init; } = "";
}

public sealed record DeleteVSwitch : CloudChange
{
    public required string VSwitchId { get; init; }
}

public sealed record DescribeRouteTableList : CloudQuery
{
    public string? VpcId { get; init; }

    public string? RouteTableId { get; init; }

    public string? RouterId { get; init; }

    public required PageWish Page { get; init; }
}

public sealed record DescribeRouteEntryList : CloudQuery
{
    public required string RouteTableId { get; init; }

    public string? RouteEntryId { get; init; }

    public string? DestinationCidrBlock { get; init; }

    public string? NextHopId { get; init; }

    public string? NextHopType { get; init; }

    public string? RouteEntryType { get; init; }

    public string? IpVersion { get; init; }

    public required PageWish Page { get; init; }
}

public sealed record CreateRouteEntry : CloudChange
{
    public required string RouteTableId { get; init; }

    public required string DestinationCidrBlock { get; init; }

    /// <summary>Instance or NetworkInterface; others are the cloud's, and not to be had here.</summary>
    public required string NextHopType { get; init; }

    public required string NextHopId { get; init; }

    public string RouteEntryName { get; init; } = "";

    public string Description { get; init; } = "";
}

/// <summary>By its id, or by table, destination and next hop.</summary>
public sealed record DeleteRouteEntry : CloudChange
{
    public string? RouteEntryId { get; init; }

    public string? RouteTableId { get; init; }

    public string? DestinationCidrBlock { get; init; }

    public string? NextHopId { get; init; }
}
