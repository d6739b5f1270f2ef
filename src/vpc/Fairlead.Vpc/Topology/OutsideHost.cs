using System.Collections.Immutable;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Topology;

public enum OutsideKind
{
    /// <summary>Stands for the internet: it is reached through an EIP or the NAT gateway and sees public addresses only.</summary>
    Internet,

    /// <summary>Stands for a service of the cloud, a name server say: it answers addresses of vSwitches and no others.</summary>
    CloudService,
}

/// <summary>A host outside the VPC.</summary>
public sealed record OutsideHost(string Id, string Name, OutsideKind Kind, ImmutableArray<InetAddress> Addresses, MacAddress Mac, int Mtu = 1500);
