using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Cloud;

namespace Fairlead.Controller.Calls;

/// <summary>A deed as a verb of the cloud, and the answer as an observation.</summary>
internal static class CallTranslation
{
    public static bool IsRead(CloudCall call) => call is ListInterfaces or ListInstances or ListVSwitches or ListRoutes or FindLimits;

    /// <exception cref="CloudException">Refused.</exception>
    public static async Task<CallEnded> RunAsync(ICloudNetwork cloud, CloudCall call, CancellationToken cancel) => call switch
    {
        CreateInterface made => new InterfaceMade(call.Id, await cloud.CreateInterfaceAsync(made.Wish, made.Token, cancel)),
        AttachInterface attach => await Done(call, cloud.AttachInterfaceAsync(attach.Interface, attach.Instance, attach.Trunk, cancel)),
        DetachInterface detach => await Done(call, cloud.DetachInterfaceAsync(detach.Interface, detach.Instance, detach.Trunk, cancel)),
        DeleteInterface delete => await Done(call, cloud.DeleteInterfaceAsync(delete.Interface, cancel)),
        AssignRanges assign => new RangesAssigned(call.Id, await cloud.AssignAsync(assign.Interface, assign.Kind, assign.Count, assign.Token, cancel)),
        AssignAddresses assign => new RangesAssigned(call.Id, await cloud.AssignAsync(assign.Interface, assign.Addresses, assign.Token, cancel)),
        ReleaseRanges release => await Done(call, cloud.ReleaseAsync(release.Interface, release.Ranges, cancel)),
        ListInterfaces list => new InterfacesListed(call.Id, await cloud.ListInterfacesAsync(list.Filter, cancel)),
        ListInstances list => new InstancesListed(call.Id, await cloud.ListInstancesAsync(list.Filter, cancel)),
        ListVSwitches list => new VSwitchesListed(call.Id, await cloud.ListVSwitchesAsync(list.Vpc, cancel)),
        ListRoutes list => new RoutesListed(call.Id, await cloud.ListRoutesAsync(list.Table, cancel)),
        FindLimits find => new LimitsFound(call.Id, await cloud.FindLimitsAsync(find.InstanceType, cancel)),
        CreateRoute route => new RouteMade(call.Id, await cloud.CreateRouteAsync(route.Wish, route.Token, cancel)),
        DeleteRoute route => await Done(call, cloud.DeleteRouteAsync(route.Route, cancel)),
        _ => throw new InvalidOperationException($"nobody knows how to carry out {call.GetType().Name}"),
    };

    private static async Task<CallEnded> Done(CloudCall call, Task task)
    {
        await task;
        return new CallDone(call.Id);
    }
}
