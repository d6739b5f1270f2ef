using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Topology;

/// <summary>A custom entry of the VPC's route table.</summary>
/// <param name="NextHop">Id of an ENI. Who named an instance means its primary one.</param>
/// <param name="Created">By the clock of whoever drives the state machine.</param>
public sealed record RouteEntry(Cidr Destination, string NextHop, DateTimeOffset Created)
{
    /// <summary><c>rte-…</c>, unique.</summary>
    public string Id { get; init; } = "";

    /// <summary>The table that it is in, <c>vtb-…</c>.</summary>
    public string Table { get; init; } = "";

    public string Name { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary>Whether whoever made it named an instance, and not one of its ENIs.</summary>
    public bool ToInstance { get; init; } = true;

    /// <summary>Custom entries a route table can hold, as documented for CreateRouteEntry.</summary>
    public const int Quota = 200;
}
