using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Calls;

public sealed record CreateNetworkInterface : CloudChange
{
    public required string VSwitchId { get; init; }

    /// <summary>Either one or several, but not both.</summary>
    public string? SecurityGroupId { get; init; }

    public IReadOnlyList<string> SecurityGroupIds { get; init; } = [];

    /// <summary>Secondary or Trunk; members are secondary ENIs that are attached to a trunk.</summary>
    public InterfaceType InstanceType { get; init; } = InterfaceType.Secondary;

    public string NetworkInterfaceName { get; init; } = "";

    public string Description { get; init; } = "";

    public string? PrimaryIpAddress { get; init; }

    /// <summary>Secondary addresses by name, or how many; not both.</summary>
    public IReadOnlyList<string> PrivateIpAddress { get; init; } = [];

    public int? SecondaryPrivateIpAddressCount { get; init; }

    public IReadOnlyList<string> Ipv6Address { get; init; } = [];

    public int? Ipv6AddressCount { get; init; }

    public IReadOnlyList<string> Ipv4Prefix { get; init; } = [];

    public int? Ipv4PrefixCount { get; init; }

    public IReadOnlyList<string> Ipv6Prefix { get; init; } = [];

    public int? Ipv6PrefixCount { get; init; }

    public IReadOnlyList<TagFilter> Tag { get; init; } = [];

    public string? ResourceGroupId { get; init; }

    public bool DeleteOnRelease { get; init; } = true;

    public bool SourceDestCheck { get; init; }
}

public sealed record AttachNetworkInterface : CloudChange
{
    public required string NetworkInterfaceId { get; init; }

    public required string InstanceId { get; init; }

    /// <summary>The trunk that is to carry it; null for a NIC of its own.</summary>
    public string? TrunkNetworkInstanceId { get; init; }
}

public sealed record DetachNetworkInterface : CloudChange
{
    public required string NetworkInterfaceId { get; init; }

    public required string InstanceId { get; init; }

    public string? TrunkNetworkInstanceId { get; init; }
}

public sealed record DeleteNetworkInterface : CloudChange
{
    public required string NetworkInterfaceId { get; init; }
}

/// <summary>Null: as it is.</summary>
public sealed record ModifyNetworkInterfaceAttribute : CloudChange
{
    public required string NetworkInterfaceId { get; init; }

    public string? NetworkInterfaceName { get; init; }

    public string? Description { get; init; }

    /// <summary>Empty: as they are.</summary>
    public IReadOnlyList<string> SecurityGroupId { get; init; } = [];

    public bool? SourceDestCheck { get; init; }

    public bool? DeleteOnRelease { get; init; }
}

/// <summary>Addresses by name, a number of them, prefixes by name or a number of them: one of the four.</summary>
public sealed record AssignPrivateIpAddresses : CloudChange
{
    public required string NetworkInterfaceId { get; init; }

    public IReadOnlyList<string> PrivateIpAddress { get; init; } = [];

    public int? SecondaryPrivateIpAddressCount { get; init; }

    public IReadOnlyList<string> Ipv4Prefix { get; init; } = [];

    public int? Ipv4PrefixCount { get; init; }
}

public sealed record UnassignPrivateIpAddresses : CloudChange
{
    public required string NetworkInterfaceId { get; init; }

    public IReadOnlyList<string> PrivateIpAddress { get; init; } = [];

    public IReadOnlyList<string> Ipv4Prefix { get; init; } = [];
}

/// <summary>As <see cref="AssignPrivateIpAddresses"/>, of IPv6; prefixes are /80.</summary>
public sealed record AssignIpv6Addresses : CloudChange
{
    public required string NetworkInterfaceId { get; init; }

    public IReadOnlyList<string> Ipv6Address { get; init; } = [];

    public int? Ipv6AddressCount { get; init; }

    public IReadOnlyList<string> Ipv6Prefix { get; init; } = [];

    public int? Ipv6PrefixCount { get; init; }
}

public sealed record UnassignIpv6Addresses : CloudChange
{
    public required string NetworkInterfaceId { get; init; }

    public IReadOnlyList<string> Ipv6Address { get; init; } = [];

    public IReadOnlyList<string> Ipv6Prefix { get; init; } = [];
}

public sealed record DescribeNetworkInterfaces : CloudQuery
{
    public string? VpcId { get; init; }

    public string? VSwitchId { get; init; }

    public string? InstanceId { get; init; }

    public string? PrimaryIpAddress { get; init; }

    public IReadOnlyList<string> PrivateIpAddress { get; init; } = [];

    public IReadOnlyList<string> Ipv6Address { get; init; } = [];

    public IReadOnlyList<string> NetworkInterfaceId { get; init; } = [];

    public string? NetworkInterfaceName { get; init; }

    public string? SecurityGroupId { get; init; }

    public string? ResourceGroupId { get; init; }

    public InterfaceType? Type { get; init; }

    public InterfaceStatus? Status { get; init; }

    public IReadOnlyList<TagFilter> Tag { get; init; } = [];

    public required PageWish Page { get; init; }
}

public sealed record DescribeNetworkInterfaceAttribute : CloudQuery
{
    public required string NetworkInterfaceId { get; init; }
}
