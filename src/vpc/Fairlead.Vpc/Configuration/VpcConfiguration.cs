using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Configuration;

/// <summary>What a VPC is made of at its start, as a person says it: names where the cloud has ids, defaults for the rest.</summary>
public sealed record VpcConfiguration
{
    /// <summary>Primary range first, then secondary ones and at most one of IPv6.</summary>
    public IReadOnlyList<Cidr> Cidrs { get; init; } = [];

    public IReadOnlyList<VSwitchConfiguration> VSwitches { get; init; } = [];

    public IReadOnlyList<InstanceConfiguration> Instances { get; init; } = [];

    public IReadOnlyList<SecurityGroupConfiguration> SecurityGroups { get; init; } = [];

    public IReadOnlyList<RouteConfiguration> Routes { get; init; } = [];

    public IReadOnlyList<OutsideConfiguration> Outside { get; init; } = [];

    /// <summary>
    /// Public address of a NAT gateway for all vSwitches. 198.51.100.0/24 is TEST-NET-2 of RFC 5737. Null: only instances with an EIP
    /// reach the internet.
    /// </summary>
    public InetAddress? NatGateway { get; init; } = InetAddress.V4(0xc6336401);

    /// <summary>Whether a program beside the cloud answers at <see cref="CloudAddresses.ClusterStore"/>.</summary>
    public bool HasClusterStore { get; init; }
}

public sealed record VSwitchConfiguration(string Name, Cidr Cidr, Cidr? Cidr6 = null);

/// <param name="VSwitch">Name of the vSwitch of the primary ENI.</param>
public sealed record InstanceConfiguration(string Name, string VSwitch, InetAddress Address)
{
    public InetAddress? Address6 { get; init; }

    public string Type { get; init; } = "ecs.g7.xlarge";

    /// <summary>Of the primary ENI; made from the address where it is not given.</summary>
    public MacAddress? Mac { get; init; }

    public int Mtu { get; init; } = 1500;

    public InetAddress? PublicAddress { get; init; }

    public bool SourceDestinationCheck { get; init; } = true;

    /// <summary>Names; none means the group that allows everything.</summary>
    public IReadOnlyList<string> SecurityGroups { get; init; } = [];
}

public sealed record SecurityGroupConfiguration(string Name, IReadOnlyList<SecurityGroupRule> Rules);

/// <param name="NextHop">Name of an instance.</param>
public sealed record RouteConfiguration(Cidr Destination, string NextHop);

public sealed record OutsideConfiguration(string Name, OutsideKind Kind, IReadOnlyList<InetAddress> Addresses)
{
    public int Mtu { get; init; } = 1500;
}
