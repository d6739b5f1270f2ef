using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Cloud;

/// <summary>Custom entries by destination; what the system routes is not among them.</summary>
/// <param name="Id"><c>vtb-…</c>, unique.</param>
public sealed record RouteTable(string Id, string Vpc, ImmutableSortedDictionary<Cidr, RouteEntry> Entries)
{
    public DateTimeOffset Created { get; init; }
}
