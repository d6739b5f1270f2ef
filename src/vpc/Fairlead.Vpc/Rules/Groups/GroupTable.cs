using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Groups;

/// <summary>The only writer of security groups.</summary>
internal static class GroupTable
{
    public static CloudState Put(CloudState state, SecurityGroup group)
    {
        var before = state.SecurityGroups.GetValueOrDefault(group.Id);
        var index = state.Index with { GroupsByPeer = Referring(state.Index.GroupsByPeer, before, group) };
        return state with
        {
            SecurityGroups = state.SecurityGroups.SetItem(group.Id, group),
            Index = before is not null ? index : index with
            {
                GroupsByVpc = index.GroupsByVpc.Add(group.Vpc, group.Id),
                GroupsByName = group.Name.Length == 0 ? index.GroupsByName : index.GroupsByName.Add(group.Name, group.Id),
            },
        };
    }

    public static CloudState Remove(CloudState state, SecurityGroup group) => state with
    {
        SecurityGroups = state.SecurityGroups.Remove(group.Id),
        Index = state.Index with
        {
            GroupsByPeer = Referring(state.Index.GroupsByPeer, group, group with { Rules = [] }),
            GroupsByVpc = state.Index.GroupsByVpc.Remove(group.Vpc, group.Id),
            GroupsByName = group.Name.Length == 0 ? state.Index.GroupsByName : state.Index.GroupsByName.Remove(group.Name, group.Id),
        },
    };

    private static SortedIds Referring(SortedIds index, SecurityGroup? before, SecurityGroup after)
    {
        var left = Peers(before).Except(Peers(after)).Aggregate(index, (ids, peer) => ids.Remove(peer, after.Id));
        return Peers(after).Aggregate(left, (ids, peer) => ids.Add(peer, after.Id));
    }

    private static IEnumerable<string> Peers(SecurityGroup? group) =>
        group is null ? [] : group.Rules.Select(rule => rule.PeerGroup).OfType<string>().Distinct();
}
