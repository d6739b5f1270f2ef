using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules;

/// <summary>The only writer of ENIs: the table and all that is derived from it change together.</summary>
internal static class InterfaceTable
{
    /// <param name="isTaken">The addresses that are new to it were taken from the pools before.</param>
    public static CloudState Put(CloudState state, NetworkInterface eni, bool isTaken)
    {
        var before = state.Interfaces.GetValueOrDefault(eni.Id);
        var index = Moved(before is null ? Born(state, eni) : state.Index, before, eni, eni);
        return state with { Interfaces = state.Interfaces.SetItem(eni.Id, eni), Index = isTaken ? index : Owned(index, eni, before, eni) };
    }

    public static CloudState Put(CloudState state, NetworkInterface eni) => Put(state, eni, isTaken: false);

    public static CloudState Remove(CloudState state, NetworkInterface eni)
    {
        var none = eni with { Addresses = [], Prefixes = [], Instance = "", Trunk = "", SecurityGroups = [] };
        var region = state.RegionOf(eni);
        var index = Owned(Moved(state.Index, eni, none, eni), eni, eni, none);
        index = index with
        {
            Macs = index.Macs.Remove(eni.Mac.Bits),
            InterfacesByRegion = index.InterfacesByRegion.Remove(region, eni.Id),
            InterfacesByVSwitch = index.InterfacesByVSwitch.Remove(eni.VSwitch, eni.Id),
            InterfacesByTag = Tags(eni, region).Aggregate(index.InterfacesByTag, (tags, key) => tags.Remove(key, eni.Id)),
        };
        return state with { Interfaces = state.Interfaces.Remove(eni.Id), Index = index };
    }

    private static CloudIndex Born(CloudState state, NetworkInterface eni)
    {
        var region = state.RegionOf(eni);
        return state.Index with
        {
            Macs = state.Index.Macs.Add(eni.Mac.Bits, eni.Id),
            InterfacesByRegion = state.Index.InterfacesByRegion.Add(region, eni.Id),
            InterfacesByVSwitch = state.Index.InterfacesByVSwitch.Add(eni.VSwitch, eni.Id),
            InterfacesByTag = Tags(eni, region).Aggregate(state.Index.InterfacesByTag, (tags, key) => tags.Add(key, eni.Id)),
        };
    }

    // Tags of an ENI do not change in its life: none of the actions that are here sets them later.
    private static IEnumerable<string> Tags(NetworkInterface eni, string region) => eni.Tags.Select(tag => CloudIndex.TagKey(region, tag.Key, tag.Value));

    private static CloudIndex Moved(CloudIndex index, NetworkInterface? before, NetworkInterface after, NetworkInterface place)
    {
        if (before?.Instance != after.Instance || before.Trunk != after.Trunk)
        {
            index = index with
            {
                InterfacesByInstance = index.InterfacesByInstance.Move(before?.Instance ?? "", after.Instance, place.Id),
                Members = index.Members.Move(before?.Trunk ?? "", after.Trunk, place.Id),
            };
        }

        if (before is null || before.SecurityGroups != after.SecurityGroups)
        {
            var left = (before?.SecurityGroups ?? []).Except(after.SecurityGroups).Aggregate(index.InterfacesByGroup, (groups, id) => groups.Remove(id, place.Id));
            index = index with { InterfacesByGroup = after.SecurityGroups.Aggregate(left, (groups, id) => groups.Add(id, place.Id)) };
        }

        return index;
    }

    private static CloudIndex Owned(CloudIndex index, NetworkInterface eni, NetworkInterface? before, NetworkInterface after)
    {
        if (before is not null && before.Addresses == after.Addresses && before.Prefixes == after.Prefixes)
        {
            return index;
        }

        var change = new PoolChange(index, eni);
        if (before is null || before.Addresses != after.Addresses)
        {
            change.Set(before is null ? [] : before.Addresses.AsSpan(), after.Addresses.AsSpan());
        }

        if (before is null || before.Prefixes != after.Prefixes)
        {
            change.Set(before is null ? [] : before.Prefixes.AsSpan(), after.Prefixes.AsSpan());
        }

        return change.Done();
    }
}
