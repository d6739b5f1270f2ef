using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Cloud;

namespace Fairlead.Controller.Tests.Allocation.World;

/// <summary>Carries calls out at once, on a cloud that answers at once.</summary>
internal sealed class CloudDriver(ICloudNetwork cloud)
{
    /// <summary>What becomes of a call: null for what the cloud says. Asked twice: before it is carried out, and after.</summary>
    public Func<CloudCall, bool, CloudException?>? Fault { get; set; }

    /// <summary>What the cloud says, told otherwise.</summary>
    public Func<CallEnded, CallEnded> Retold { get; set; } = ended => ended;

    public List<CloudException> Refusals { get; } = [];

    /// <summary>Calls that are out for as long as nobody answers them.</summary>
    public Predicate<CloudCall> Holds { get; set; } = _ => false;

    public List<CloudCall> Held { get; } = [];

    /// <returns>Null for a call that is held.</returns>
    public CallEnded? Carry(CloudCall call)
    {
        if (!Holds(call))
        {
            return Answer(call);
        }

        Held.Add(call);
        return null;
    }

    public CallEnded Answer(CloudCall call)
    {
        Held.Remove(call);
        try
        {
            if (Fault?.Invoke(call, false) is { } before)
            {
                return new CallFailed(call.Id, before);
            }

            var ended = Retold(End(call));
            return Fault?.Invoke(call, true) is { } lost ? new CallFailed(call.Id, lost) : ended;
        }
        catch (CloudException error)
        {
            Refusals.Add(error);
            return new CallFailed(call.Id, error);
        }
    }

    private CallEnded End(CloudCall call) => call switch
    {
        CreateInterface make => new InterfaceMade(call.Id, Now(cloud.CreateInterfaceAsync(make.Wish, make.Token))),
        AttachInterface attach => Done(call, cloud.AttachInterfaceAsync(attach.Interface, attach.Instance, attach.Trunk)),
        DetachInterface detach => Done(call, cloud.DetachInterfaceAsync(detach.Interface, detach.Instance, detach.Trunk)),
        DeleteInterface delete => Done(call, cloud.DeleteInterfaceAsync(delete.Interface)),
        AssignRanges assign => new RangesAssigned(call.Id, Now(cloud.AssignAsync(assign.Interface, assign.Kind, assign.Count, assign.Token))),
        AssignAddresses assign => new RangesAssigned(call.Id, Now(cloud.AssignAsync(assign.Interface, assign.Addresses, assign.Token))),
        ReleaseRanges release => Done(call, cloud.ReleaseAsync(release.Interface, release.Ranges)),
        ListInterfaces list => new InterfacesListed(call.Id, Now(cloud.ListInterfacesAsync(list.Filter))),
        ListInstances list => new InstancesListed(call.Id, Now(cloud.ListInstancesAsync(list.Filter))),
        FindLimits find => new LimitsFound(call.Id, Now(cloud.FindLimitsAsync(find.InstanceType))),
        ListVSwitches list => new VSwitchesListed(call.Id, Now(cloud.ListVSwitchesAsync(list.Vpc))),
        ListRoutes list => new RoutesListed(call.Id, Now(cloud.ListRoutesAsync(list.Table))),
        CreateRoute create => new RouteMade(call.Id, Now(cloud.CreateRouteAsync(create.Wish, create.Token))),
        DeleteRoute delete => Done(call, cloud.DeleteRouteAsync(delete.Route)),
        _ => throw new ArgumentException($"no cloud does {call}", nameof(call)),
    };

    private static CallDone Done(CloudCall call, Task task)
    {
        Finished(task).GetAwaiter().GetResult();
        return new CallDone(call.Id);
    }

    private static T Now<T>(Task<T> task) => ((Task<T>)Finished(task)).GetAwaiter().GetResult();

    private static Task Finished(Task task) => task.IsCompleted ? task : throw new InvalidOperationException("the cloud of this world answers at once");
}
