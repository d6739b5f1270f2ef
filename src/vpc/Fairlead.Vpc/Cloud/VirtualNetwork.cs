using System.Collections.Immutable;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Cloud;

/// <summary>A VPC: the ranges that its vSwitches are cut from.</summary>
/// <param name="Id"><c>vpc-…</c>, unique.</param>
/// <param name="Cidrs">Primary range first, then secondary ones; IPv6 ones too.</param>
/// <param name="RouteTable">The system's route table, <c>vtb-…</c>, that every vSwitch of it uses.</param>
public sealed record VirtualNetwork(string Id, string Name, string Region, ImmutableArray<Cidr> Cidrs, string RouteTable)
{
    /// <summary><c>vrt-…</c>: the router that the route table belongs to.</summary>
    public string Router { get; init; } = "";

    public string ResourceGroup { get; init; } = "";

    public string Description { get; init; } = "";

    public DateTimeOffset Created { get; init; }
}
