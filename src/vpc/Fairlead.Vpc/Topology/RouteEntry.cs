using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Topology;

/// <summary>A custom entry of the VPC's route table.</summary>
/// <param name="NextHop">Id of an ENI. Who named an instance means its primary one.</param>
/// <param name="Created">By the clock of whoever drives the state machine.</param>
public sealed record RouteEntry(Cidr Destination, string NextHop, DateTimeOffset Created)
{
    /// <summary>Custom entries a route table can hold, as documented for CreateRouteEntry.</summary>
    public const int Quota = 200;
}
