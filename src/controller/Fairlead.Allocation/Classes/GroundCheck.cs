using Fairlead.Cloud;

namespace Fairlead.Allocation.Classes;

/// <summary>Whether the cloud has the vSwitches that people wrote down.</summary>
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
                problems.Add($"{path}[{i}]: VPC {vpc} has no vSwitch {ids[i]}; is it of another VPC or region?");
            }
            else if (zones.Count > 0 && !zones.Contains(vSwitch.Zone))
            {
                problems.Add($"{path}[{i}]: vSwitch {ids[i]} is in zone {vSwitch.Zone}, and no node is there: nodes are in {string.Join(", ", zones.Order(StringComparer.Ordinal))}");
            }
        }

        return problems;
    }
}
