using Fairlead.Model.Addresses;

namespace Fairlead.Agent.Cni;

/// <summary>A success of ADD in no particular version.</summary>
public sealed record CniResult(
    IReadOnlyList<CniInterface> Interfaces, IReadOnlyList<CniAddress> Addresses, IReadOnlyList<CniRoute> Routes, CniDns? Dns);

/// <param name="Sandbox">Path of the pod's namespace; empty for an interface of the node.</param>
public sealed record CniInterface(string Name, MacAddress Mac, int Mtu, string Sandbox);

/// <param name="Interface">Index into the list of interfaces.</param>
public sealed record CniAddress(Cidr Address, InetAddress? Gateway, int Interface);

public sealed record CniRoute(Cidr Destination, InetAddress? Gateway);
