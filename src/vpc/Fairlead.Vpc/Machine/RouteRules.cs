using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Machine;

/// <summary>
/// Custom entries of the route table, by the documented rules of CreateRouteEntry: a destination is there once, is no vSwitch's range
/// nor within one (it may contain one), and is not 100.64.0.0/10.
/// </summary>
internal static class RouteRules
{
    public static VpcStep Add(VpcState state, AddRouteEntry add, DateTimeOffset now)
    {
        var vSwitches = state.VSwitches.Values.Select(vSwitch => (vSwitch.Name, vSwitch.Cidr, vSwitch.Cidr6));
        if (Fault(add.Destination, state.Routes.Select(route => route.Destination), vSwitches) is { } fault)
        {
            return new VpcStep(state, [], fault);
        }

        if (state.FindInterface(add.NextHop) is not { } eni)
        {
            return VpcStep.Refused(state, "InvalidNexthop.NotFound", Nearest.Sentence("instance or ENI", add.NextHop, Names(state)));
        }

        if (state.Routes.Length >= RouteEntry.Quota)
        {
            return VpcStep.Refused(state, "QuotaExceeded", $"the route table has {RouteEntry.Quota} custom entries, which is its quota");
        }

        var routes = state.Routes.Add(new RouteEntry(add.Destination, eni.Id, now)).Sort((a, b) => a.Destination.CompareTo(b.Destination));
        return VpcStep.To(state with { Routes = routes });
    }

    public static VpcStep Delete(VpcState state, DeleteRouteEntry delete)
    {
        var nextHop = delete.NextHop is { } name ? state.FindInterface(name) : null;
        if (delete.NextHop is not null && nextHop is null)
        {
            return VpcStep.Refused(state, "InvalidNexthop.NotFound", Nearest.Sentence("instance or ENI", delete.NextHop, Names(state)));
        }

        var entry = state.Routes.FirstOrDefault(route => route.Destination == delete.Destination && (nextHop is null || route.NextHop == nextHop.Id));
        return entry is null
            ? VpcStep.Refused(state, "InvalidRouteEntry.NotFound", NotFound(state, delete))
            : VpcStep.To(state with { Routes = state.Routes.Remove(entry) });
    }

    /// <returns>Why a destination cannot be that of a custom entry, null where it can.</returns>
    public static VpcRefusal? Fault(Cidr destination, IEnumerable<Cidr> taken, IEnumerable<(string Name, Cidr Cidr, Cidr? Cidr6)> vSwitches)
    {
        if (!destination.IsNetwork)
        {
            return new VpcRefusal("InvalidCidrBlock.Malformed", $"{destination} has host bits; did you mean {destination.Network}?");
        }

        if (taken.Contains(destination))
        {
            return new VpcRefusal("RouterEntryConflict.Duplicated", $"the route table has an entry for {destination} already");
        }

        if (destination == VpcState.ServiceRange)
        {
            return new VpcRefusal("InvalidCidrBlock.Overlapped", $"{destination} is the system's route to the services of the cloud");
        }

        foreach (var (name, cidr, cidr6) in vSwitches)
        {
            if (cidr.Contains(destination) || cidr6?.Contains(destination) == true)
            {
                return new VpcRefusal("InvalidCidrBlock.Overlapped", $"{destination} is within the range of vSwitch {name}, which the system routes");
            }
        }

        return null;
    }

    private static string NotFound(VpcState state, DeleteRouteEntry delete)
    {
        var asked = $"no route entry for {delete.Destination}" + (delete.NextHop is { } hop ? $" via {hop}" : "");
        return state.Routes.IsEmpty ? $"{asked}; the table has no custom entries" : $"{asked}; there are {string.Join(", ", state.Routes.Select(route => route.Destination))}";
    }

    private static IEnumerable<string> Names(VpcState state) => state.Instances.Values.Select(instance => instance.Name);
}
