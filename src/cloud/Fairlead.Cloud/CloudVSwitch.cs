using Fairlead.Model.Addresses;

namespace Fairlead.Cloud;

/// <summary>A range of a VPC's addresses in one zone.</summary>
/// <param name="FreeAddresses">IPv4 addresses that it has left.</param>
/// <param name="RouteTable">The table that its packets go by; empty where the cloud does not say.</param>
public sealed record CloudVSwitch(string Id, string Name, string Vpc, string Zone, Cidr Cidr, Cidr? Cidr6, int FreeAddresses, string RouteTable);

/// <summary>An entry of a route table, made by a user.</summary>
/// <param name="NextHop">Id of an instance or ENI.</param>
/// <param name="IsReady">Packets go by it. False while the cloud is still making or changing it.</param>
public sealed record CloudRoute(string Id, string Table, Cidr Destination, string NextHop, RouteHop Hop, bool IsReady)
{
    public string Name { get; init; } = "";

    /// <summary>What <see cref="RouteWish.Description"/> said: an entry has no tags, so this is how one is known as ours.</summary>
    public string Description { get; init; } = "";
}

/// <summary>An entry that is to be made.</summary>
public sealed record RouteWish(string Table, Cidr Destination, string NextHop, RouteHop Hop)
{
    public string Name { get; init; } = "";

    public string Description { get; init; } = "";
}

public enum RouteHop
{
    /// <summary>The primary ENI of an instance.</summary>
    Instance,
    Interface,

    /// <summary>A gateway of another kind.</summary>
    Other,
}
