using System.Collections.Immutable;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Rules.Groups;
using Fairlead.Vpc.Rules.Instances;
using Fairlead.Vpc.Rules.Networks;

namespace Fairlead.Vpc.Rules;

/// <summary>The index as the tables alone give it.</summary>
internal static class IndexAnew
{
    public static CloudIndex Of(CloudState state)
    {
        var bare = CloudState.Empty with
        {
            Vpcs = state.Vpcs,
            RouteTables = state.RouteTables.Values.ToImmutableDictionary(table => table.Id, table => table with { Entries = table.Entries.Clear() }),
        };
        bare = state.VSwitches.Values.Aggregate(bare, VSwitchTable.Add);
        bare = state.SecurityGroups.Values.Aggregate(bare, GroupTable.Put);
        bare = state.Instances.Values.Aggregate(bare, InstanceTable.Add);
        bare = state.Interfaces.Values.Aggregate(bare, InterfaceTable.Put);
        return state.RouteTables.Values.SelectMany(table => table.Entries.Values).Aggregate(bare, RouteEntryTable.Add).Index;
    }
}
