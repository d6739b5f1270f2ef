using Fairlead.Cloud;
using Fairlead.Model.Addresses;

namespace Fairlead.Allocation.Routes;

/// <summary>A slice that is to be routed.</summary>
internal sealed record WantedRoute(Cidr Slice, string Node, string Instance);

/// <param name="Delete">Entries of ours that nobody wants, or that lead elsewhere.</param>
/// <param name="Create">What is missing.</param>
/// <param name="Foreign">Entries of others for slices of ours: they are not touched.</param>
/// <param name="Ready">Slices that packets go by.</param>
internal sealed record RoutePlan(IReadOnlyList<CloudRoute> Delete, IReadOnlyList<WantedRoute> Create, IReadOnlyList<(WantedRoute Wanted, CloudRoute Entry)> Foreign, IReadOnlyList<WantedRoute> Ready);

/// <summary>What makes a route table as it is wanted.</summary>
internal static class RoutePlanner
{
    /// <summary>By this text in its description an entry is known as ours.</summary>
    public static string Mark(string cluster) => $"fairlead.io/cluster={cluster}";

    public static bool IsOurs(CloudRoute entry, string cluster) => entry.Description == Mark(cluster);

    public static RoutePlan Plan(IEnumerable<WantedRoute> wanted, IReadOnlyList<CloudRoute> entries, string cluster)
    {
        var left = wanted.ToDictionary(route => route.Slice);
        var (delete, foreign, ready) = (new List<CloudRoute>(), new List<(WantedRoute, CloudRoute)>(), new List<WantedRoute>());
        foreach (var entry in entries)
        {
            if (!left.TryGetValue(entry.Destination, out var route))
            {
                if (IsOurs(entry, cluster))
                {
                    delete.Add(entry);
                }
            }
            else if (entry.Hop == RouteHop.Instance && entry.NextHop == route.Instance)
            {
                left.Remove(entry.Destination);
                if (entry.IsReady)
                {
                    ready.Add(route);
                }
            }
            else if (IsOurs(entry, cluster))
            {
                // Made anew once the wrong one is gone: a table has one entry for a destination.
                delete.Add(entry);
                left.Remove(entry.Destination);
            }
            else
            {
                foreign.Add((route, entry));
                left.Remove(entry.Destination);
            }
        }

        return new RoutePlan(delete, [.. left.Values.OrderBy(route => route.Slice)], foreign, ready);
    }
}
