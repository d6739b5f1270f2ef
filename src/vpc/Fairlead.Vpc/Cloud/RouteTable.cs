using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Cloud;

/// <summary>The system's table of a VPC. Custom entries by destination; what the system routes is not among them.</summary>
/// <param name="Id"><c>vtb-…</c>, unique.</param>
public sealed record RouteTable(string Id, string Vpc, ImmutableSortedDictionary<Cidr, RouteEntry> Entries)
{
    public static RouteTable Of(VirtualNetwork vpc) => new(vpc.RouteTable, vpc.Id, ImmutableSortedDictionary<Cidr, RouteEntry>.Empty);
}
