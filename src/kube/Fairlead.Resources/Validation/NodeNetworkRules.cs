using Fairlead.Resources.Network;

namespace Fairlead.Resources.Validation;

/// <summary>What a controller offers to a node: nothing to two, and nothing by a controller that has been replaced.</summary>
internal static class NodeNetworkRules
{
    public static void Check(NodeNetworkSpec written, NodeNetworkSpec? before, ProblemList found)
    {
        if (before is not null && written.Term < before.Term)
        {
            found.Add("spec.term", $"{written.Term} is over: a controller of term {before.Term} has written since");
        }

        for (var i = 0; i < written.Interfaces.Count; i++)
        {
            Check($"spec.interfaces[{i}]", written.Interfaces[i], found);
        }

        CheckOnce(written, found);
    }

    private static void Check(string path, NodeInterface link, ProblemList found)
    {
        var isMember = link.Use == InterfaceUse.Member;
        if (isMember != link.Trunk is not null)
        {
            found.Add($"{path}.trunk", isMember ? "is missing: a member is on a trunk" : "is that of a member, and spec.interfaces[].use is not member");
        }

        if (isMember ? link.Vlan is < 1 or > 4094 : link.Vlan != 0)
        {
            found.Add($"{path}.vlan", isMember ? $"{link.Vlan} is not between 1 and 4094" : "only a member has one");
        }
    }

    private static void CheckOnce(NodeNetworkSpec written, ProblemList found)
    {
        var all = written.Interfaces.SelectMany((link, i) => link.Ranges.Select((range, j) => (Path: $"spec.interfaces[{i}].ranges[{j}]", range.Range)))
            .OrderBy(entry => entry.Range).ToList();
        for (var i = 1; i < all.Count; i++)
        {
            if (all[i - 1].Range.Overlaps(all[i].Range))
            {
                found.Add(all[i].Path, $"{all[i].Range} is offered twice, see {all[i - 1].Path}");
            }
        }
    }
}
