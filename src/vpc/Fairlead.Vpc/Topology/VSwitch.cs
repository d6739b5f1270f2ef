using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Topology;

/// <summary>A range of addresses of the VPC. It is no layer-2 segment: nothing is ever switched in it, everything is routed by address.</summary>
/// <param name="Id"><c>vsw-…</c>, unique.</param>
/// <param name="Cidr">IPv4, within one of the VPC's ranges; /16 to /29.</param>
/// <param name="Cidr6">IPv6, a /64 within the VPC's range; null for IPv4 only.</param>
public sealed record VSwitch(string Id, string Name, Cidr Cidr, Cidr? Cidr6 = null)
{
    public string Vpc { get; init; } = "";

    public string Zone { get; init; } = "";

    public string RouteTable { get; init; } = "";

    public string ResourceGroup { get; init; } = "";

    public string Description { get; init; } = "";

    public DateTimeOffset Created { get; init; }

    /// <summary>The third address from the end, as DHCP tells it to hosts. Nobody has it: the fabric answers for it as for any other.</summary>
    public InetAddress Gateway => InetAddress.V4((uint)Cidr.Last.Bits - 2);

    /// <summary>The first address and the last three of a vSwitch cannot be given to anybody.</summary>
    public bool IsReserved(InetAddress address) =>
        address.IsV6 ? false : address == Cidr.First || address.Bits > Cidr.Last.Bits - 3;

    public bool Contains(InetAddress address) => address.IsV6 ? Cidr6 is { } range && range.Contains(address) : Cidr.Contains(address);
}
