using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Resources.Validation;

/// <summary>The ranges that nodes get their slices from.</summary>
internal static class PodRangeRules
{
    public static void Check(ClusterNetworkSpec spec, ProblemList found)
    {
        found.Range("spec.sliceLength4", spec.SliceLength4, 16, 30);
        found.Range("spec.sliceLength6", spec.SliceLength6, 48, 124);
        for (var i = 0; i < spec.PodRanges.Count; i++)
        {
            Check($"spec.podRanges[{i}]", spec.PodRanges[i], spec, found);
            for (var j = 0; j < i; j++)
            {
                if (spec.PodRanges[j].Overlaps(spec.PodRanges[i]))
                {
                    found.Add($"spec.podRanges[{i}]", $"{spec.PodRanges[i]} overlaps {spec.PodRanges[j]}, spec.podRanges[{j}]: no address can be of two");
                }
            }
        }
    }

    /// <summary>A range that nodes have slices of stays.</summary>
    public static void CheckLoss(ClusterNetworkSpec before, ClusterNetworkSpec written, IReadOnlyList<NodeNetwork> nodes, ProblemList found)
    {
        foreach (var lost in before.PodRanges.Where(range => !written.PodRanges.Any(kept => kept.Contains(range))))
        {
            var users = nodes
                .Where(node => node.Spec.PodSlices.Any(slice => lost.Contains(slice) && !written.PodRanges.Any(kept => kept.Contains(slice))))
                .Select(node => node.Metadata.Name).Order(StringComparer.Ordinal).ToList();
            if (users.Count > 0)
            {
                found.Add("spec.podRanges", $"{lost} is in use by {users.Count} {(users.Count == 1 ? "node" : "nodes")} ({string.Join(", ", users.Take(3))}{(users.Count > 3 ? ", …" : "")}): keep it until they are gone");
            }
        }
    }

    private static void Check(string path, Cidr range, ClusterNetworkSpec spec, ProblemList found)
    {
        if (!range.IsNetwork)
        {
            found.Add(path, $"{range} has bits behind its prefix length; write {range.Network}");
        }

        var (name, length) = range.IsV6 ? ("spec.sliceLength6", spec.SliceLength6) : ("spec.sliceLength4", spec.SliceLength4);
        if (range.Length > length)
        {
            found.Add(path, $"{range} is smaller than one slice, /{length} by {name}: choose a larger range or a longer slice length");
        }

        if (spec.Families != AddressFamilies.Dual && range.IsV6 != (spec.Families == AddressFamilies.Ipv6))
        {
            found.Add(path, $"{range} is of IPv{(range.IsV6 ? 6 : 4)}, and spec.families is {(range.IsV6 ? "ipv4" : "ipv6")}: leave it out, or write dual");
        }
    }
}
