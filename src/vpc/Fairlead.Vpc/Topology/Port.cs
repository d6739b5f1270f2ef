using System.Collections.Immutable;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Topology;

/// <summary>What is plugged into the fabric by one wire: an ENI or a host outside.</summary>
/// <param name="Owner">Name of the instance or of the outside host, for people.</param>
/// <param name="Prefixes">Ranges of which every address is its own.</param>
public sealed record Port(string Id, string Owner, MacAddress Mac, int Mtu, ImmutableArray<InetAddress> Addresses, ImmutableArray<Cidr> Prefixes)
{
    public bool Owns(InetAddress address) => Addresses.Contains(address) || Prefixes.Any(prefix => prefix.Contains(address));
}

/// <summary>Where the other end of a port's wire is.</summary>
/// <param name="Netns">Path of a network namespace as the fabric's process sees it.</param>
/// <param name="InterfaceName">What the NIC is called there.</param>
public sealed record PortAttachment(string Netns, string InterfaceName, DateTimeOffset Since);
