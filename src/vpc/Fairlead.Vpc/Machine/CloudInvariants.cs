using System.Runtime.CompilerServices;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Rules;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Machine;

/// <summary>
/// What is true of every state, whatever was called: an address has one owner, free counts add up, quotas hold, nothing refers to what
/// is gone, and what is derived follows from the tables.
/// </summary>
public static partial class CloudInvariants
{
    /// <summary>Everything, from the tables alone. Slow: for the end of a run and for what was loaded.</summary>
    /// <returns>What is wrong, in words; empty for a whole state.</returns>
    public static IReadOnlyList<string> Check(CloudState state)
    {
        var faults = new List<string>();
        foreach (var eni in state.Interfaces.Values)
        {
            Interface(state, eni, faults);
        }

        foreach (var vSwitch in state.VSwitches.Values)
        {
            Free(state, vSwitch, faults);
        }

        foreach (var instance in state.Instances.Values)
        {
            Instance(state, instance, faults);
        }

        foreach (var group in state.SecurityGroups.Values)
        {
            Group(state, group, faults);
        }

        Routes(state, faults);
        Pending(state, faults);
        Indexes(state, faults);
        return faults;
    }

    private static void Free(CloudState state, VSwitch vSwitch, List<string> faults)
    {
        const int reserved = 4;
        var taken = state.Index.InterfacesByVSwitch.Of(vSwitch.Id).Sum(id => Taken(state.Interfaces.GetValueOrDefault(id)));
        var free = (int)vSwitch.Cidr.Count - reserved - taken;
        Holds(state.Index.Pools[vSwitch.Id].Free == free, $"{vSwitch.Id} has {free} free addresses and says {state.Index.Pools[vSwitch.Id].Free}", faults);
        Holds(state.Vpcs.ContainsKey(vSwitch.Vpc), $"{vSwitch.Id} is in no VPC", faults);
        var custom = state.RouteTables[vSwitch.RouteTable].Entries.Keys.Where(destination => vSwitch.Cidr.Contains(destination) || vSwitch.Cidr6?.Contains(destination) == true).ToList();
        Holds(custom.Count == 0, $"{string.Join(", ", custom)} in {vSwitch.Id} is the system's to route", faults);
    }

    private static void Instance(CloudState state, Instance instance, List<string> faults)
    {
        var type = state.InstanceTypes[instance.Type];
        var enis = state.Index.InterfacesByInstance.Of(instance.Id).Select(id => state.Interfaces.GetValueOrDefault(id)).OfType<NetworkInterface>().ToList();
        var members = enis.Count(eni => eni.Type == InterfaceType.Member);
        var passing = enis.Count(eni => eni.Status is InterfaceStatus.Attaching or InterfaceStatus.Detaching);
        Holds(enis.Count(eni => eni.Type == InterfaceType.Primary && eni.Id == instance.PrimaryInterface) == 1, $"{instance.Id} has not one primary ENI", faults);
        Holds(enis.Count - members <= type.Enis && members <= type.MemberEnis, $"{instance.Id} has {enis.Count - members} ENIs and {members} members", faults);
        Holds(passing <= state.Settings.AttachesInFlight, $"{instance.Id} has {passing} ENIs on the way", faults);
    }

    private static void Group(CloudState state, SecurityGroup group, List<string> faults)
    {
        var peers = group.Rules.Select(rule => rule.PeerGroup).OfType<string>();
        Holds(peers.All(state.SecurityGroups.ContainsKey), $"a rule of {group.Id} refers to a group that is gone", faults);
        Holds(group.Rules.Length <= state.Settings.GroupRuleQuota, $"{group.Id} has {group.Rules.Length} rules", faults);
        Holds(state.Vpcs.ContainsKey(group.Vpc), $"{group.Id} is in no VPC", faults);
    }

    private static void Routes(CloudState state, List<string> faults)
    {
        foreach (var table in state.RouteTables.Values)
        {
            Holds(table.Entries.Count <= state.Settings.RouteEntryQuota, $"{table.Id} has {table.Entries.Count} entries", faults);
            foreach (var (destination, entry) in table.Entries)
            {
                Holds(entry.Destination == destination && entry.Table == table.Id, $"{entry.Id} is not where it says", faults);
                Holds(state.Index.Routes.TryGetValue(entry.Id, out var at) && at == (table.Id, destination), $"{entry.Id} is not in the index", faults);
                Holds(state.Interfaces.ContainsKey(entry.NextHop), $"{destination} leads to {entry.NextHop}, which is gone", faults);
                Holds(state.Index.RoutesByNextHop.Of(entry.NextHop).Contains(entry.Id), $"{entry.Id} is not found by its next hop", faults);
            }
        }
    }

    private static void Pending(CloudState state, List<string> faults)
    {
        var passing = state.Interfaces.Values.Where(IsPassing).Select(eni => eni.Id).Order(StringComparer.Ordinal);
        Holds(passing.SequenceEqual(state.Due.Select(due => due.Interface).Order(StringComparer.Ordinal)), "what is due is not what is on the way", faults);
    }

    private static void Indexes(CloudState state, List<string> faults)
    {
        var anew = IndexAnew.Of(state);
        Holds(Same(state.Index.InterfacesByRegion, anew.InterfacesByRegion), "ENIs by region", faults);
        Holds(Same(state.Index.InterfacesByVSwitch, anew.InterfacesByVSwitch), "ENIs by vSwitch", faults);
        Holds(Same(state.Index.InterfacesByInstance, anew.InterfacesByInstance), "ENIs by instance", faults);
        Holds(Same(state.Index.InterfacesByGroup, anew.InterfacesByGroup), "ENIs by group", faults);
        Holds(Same(state.Index.InterfacesByTag, anew.InterfacesByTag), "ENIs by tag", faults);
        Holds(Same(state.Index.Members, anew.Members), "members by trunk", faults);
        Holds(Same(state.Index.GroupsByPeer, anew.GroupsByPeer), "groups by peer", faults);
        Holds(Same(state.Index.GroupsByVpc, anew.GroupsByVpc), "groups by VPC", faults);
        Holds(Same(state.Index.InstancesByName, anew.InstancesByName), "instances by name", faults);
        Holds(Same(state.Index.InstancesByRegion, anew.InstancesByRegion), "instances by region", faults);
        Holds(Same(state.Index.VSwitchesByVpc, anew.VSwitchesByVpc), "vSwitches by VPC", faults);
        Holds(Same(state.Index.RoutesByNextHop, anew.RoutesByNextHop), "route entries by next hop", faults);
        Holds(state.Index.Macs.Count == state.Interfaces.Count, "two ENIs have one MAC", faults);
    }

    private static bool Same(SortedIds kept, SortedIds anew) => kept.All.Count() == anew.All.Count() && kept.All.All(list => list.Value.SequenceEqual(anew.Of(list.Key)));

    private static bool IsPassing(NetworkInterface eni) => eni.Status is InterfaceStatus.Attaching or InterfaceStatus.Detaching or InterfaceStatus.Deleting;

    private static void Holds(bool holds, string otherwise, List<string> faults)
    {
        if (!holds)
        {
            faults.Add(otherwise);
        }
    }

    private static void Holds(bool holds, [InterpolatedStringHandlerArgument(nameof(holds))] FaultText otherwise, List<string> faults)
    {
        if (!holds)
        {
            faults.Add(otherwise.Done());
        }
    }
}
