using Fairlead.Cloud;
using Fairlead.Model.Addresses;

namespace Fairlead.Allocation.Classes;

/// <summary>Whether the cloud has the vSwitches that people wrote down, and pods' ranges are not theirs.</summary>
internal static class GroundCheck
{
    /// <param name="path">Of the list, <c>spec.vSwitches</c>.</param>
    /// <param name="zones">Zones that have nodes; empty where there are none yet.</param>
    /// <returns>What is wrong, each with its field's path; empty when all is well.</returns>
    public static IReadOnlyList<string> Problems(string path, IReadOnlyList<string> ids, Func<string, CloudVSwitch?> find, string vpc, IReadOnlyCollection<string> zones)
    {
        var problems = new List<string>();
        for (var i = 0; i < ids.Count; i++)
        {
            if (find(ids[i]) is not { } vSwitch)
            {
                problems.Add($"{path}[{i}]: {(vpc.Length > 0 ? "VPC " + vpc : "the region")} has no vSwitch {ids[i]}; is it of another {(vpc.Length > 0 ? "VPC or " : "")}region?");
            }
            else if (zones.Count > 0 && !zones.Contains(vSwitch.Zone))
            {
                problems.Add($"{path}[{i}]: vSwitch {ids[i]} is in zone {vSwitch.Zone}, and no node is there: nodes are in {string.Join(", ", zones.Order(StringComparer.Ordinal))}");
            }
        }

        return problems;
    }

    /// <param name="taken">Ranges of the VPC's vSwitches.</param>
    /// <returns>Which pod ranges overlap one, each with its field's path; empty when none does.</returns>
    public static IReadOnlyList<string> Overlaps(IReadOnlyList<Cidr> podRanges, IReadOnlyList<(string VSwitch, Cidr Range)> taken)
    {
        var problems = new List<string>();
        for (var i = 0; i < podRanges.Count; i++)
        {
            var range = podRanges[i];
            if (taken.Where(other => other.Range.Overlaps(range)).Select(other => $"vSwitch {other.VSwitch} ({other.Range})").ToList() is { Count: > 0 } others)
            {
                problems.Add($"spec.podRanges[{i}]: {range} overlaps {string.Join(" and ", others)}, whose addresses are hosts': no node gets a slice there; choose a range that no vSwitch has");
            }
        }

        return problems;
    }
}
