using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Machine;

public static partial class CloudInvariants
{
    /// <summary>The same for what a step touched, at a cost that does not grow with the state.</summary>
    /// <param name="touched">Ids of all that may have changed, of whatever kind; twice is once.</param>
    /// <returns>What is wrong, in words; empty for a whole step.</returns>
    public static IReadOnlyList<string> CheckStep(CloudState before, CloudState after, IReadOnlyCollection<string> touched)
    {
        var faults = new List<string>();
        foreach (var id in touched)
        {
            Touched(before, after, id, faults);
        }

        Counts(before, after, touched, faults);
        Holds(after.Interfaces.Count == after.Index.Macs.Count, "two ENIs have one MAC", faults);
        return faults;
    }

    private static void Touched(CloudState before, CloudState after, string id, List<string> faults)
    {
        if (after.Interfaces.TryGetValue(id, out var eni))
        {
            Interface(after, eni, faults);
        }
        else if (before.Interfaces.TryGetValue(id, out var gone))
        {
            Gone(after, gone, faults);
        }
        else if (after.Instances.TryGetValue(id, out var instance))
        {
            Instance(after, instance, faults);
        }
        else if (after.SecurityGroups.TryGetValue(id, out var group))
        {
            Group(after, group, faults);
        }
        else if (before.SecurityGroups.ContainsKey(id))
        {
            Holds(after.Index.InterfacesByGroup.Of(id).IsEmpty && after.Index.GroupsByPeer.Of(id).IsEmpty, $"{id} is gone and still meant", faults);
        }
        else if (before.Instances.ContainsKey(id))
        {
            Holds(after.Index.InterfacesByInstance.Of(id).IsEmpty, $"{id} is gone and still has ENIs", faults);
        }
    }

    private static void Gone(CloudState after, NetworkInterface gone, List<string> faults)
    {
        var (four, six) = (after.Index.Pools.GetValueOrDefault(gone.VSwitch), after.Index.Pools6.GetValueOrDefault(gone.VSwitch));
        foreach (var address in gone.Addresses)
        {
            if ((address.IsV6 ? six?.OwnerOf(address) : four?.OwnerOf(address)) == gone.Id)
            {
                faults.Add($"{address} is still owned by {gone.Id}, which is gone");
            }
        }

        Holds(after.Index.RoutesByNextHop.Of(gone.Id).IsEmpty, $"a route entry leads to {gone.Id}, which is gone", faults);
        Holds(after.Index.Members.Of(gone.Id).IsEmpty, $"{gone.Id} is gone and still carries members", faults);
        Holds(!after.Index.InterfacesByVSwitch.Of(gone.VSwitch).Contains(gone.Id), $"{gone.Id} is gone and still listed", faults);
    }

    /// <summary>What a vSwitch has less is what the touched ENIs in it have more.</summary>
    private static void Counts(CloudState before, CloudState after, IReadOnlyCollection<string> touched, List<string> faults)
    {
        var ids = touched.Count == 1 ? touched : touched.Distinct().ToList();
        foreach (var id in ids)
        {
            if (VSwitchOf(before, after, id) is not { } vSwitch || before.Index.Pools.GetValueOrDefault(vSwitch) is not { } was || after.Index.Pools.GetValueOrDefault(vSwitch) is not { } now)
            {
                continue;
            }

            var more = 0;
            foreach (var other in ids)
            {
                more += VSwitchOf(before, after, other) == vSwitch ? Taken(after.Interfaces.GetValueOrDefault(other)) - Taken(before.Interfaces.GetValueOrDefault(other)) : 0;
            }

            Holds(was.Free - now.Free == more, $"{vSwitch} had {was.Free} free addresses and has {now.Free}, though {more} were taken", faults);
        }
    }

    private static string? VSwitchOf(CloudState before, CloudState after, string id) =>
        (before.Interfaces.GetValueOrDefault(id) ?? after.Interfaces.GetValueOrDefault(id))?.VSwitch;
}
