using Fairlead.Planning.Capacity;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Interfaces;

/// <summary>AttachNetworkInterface and DetachNetworkInterface: what they begin, <see cref="PassingRules"/> ends.</summary>
internal static class AttachRules
{
    public static CloudStep Attach(CloudState state, AttachNetworkInterface call, DateTimeOffset now)
    {
        Instance? instance = null;
        var fault = Found.Interface(state, call.NetworkInterfaceId, call.RegionId, out var eni)
            ?? Found.Instance(state, call.InstanceId, call.RegionId, CloudErrors.NoEcs, out instance)
            ?? Fits(eni!, instance!) ?? Room(state, eni!, instance!, call.TrunkNetworkInstanceId);
        if (fault is not null)
        {
            return CloudStep.Refused(state, fault);
        }

        var attaching = eni! with { Instance = instance!.Id, Status = InterfaceStatus.Attaching };
        return call.TrunkNetworkInstanceId is { } trunk
            ? Begin(state, attaching with { Type = InterfaceType.Member, Trunk = trunk, Vlan = FreeVlan(state, trunk) }, state.Settings.AttachMember, now)
            : Begin(state, attaching, state.Settings.Attach, now);
    }

    public static CloudStep Detach(CloudState state, DetachNetworkInterface call, DateTimeOffset now)
    {
        var fault = Found.Interface(state, call.NetworkInterfaceId, call.RegionId, out var eni)
            ?? Found.Instance(state, call.InstanceId, call.RegionId, CloudErrors.NoEcs, out _) ?? Detachable(state, eni!, call);
        return fault is null
            ? Begin(state, eni! with { Status = InterfaceStatus.Detaching }, state.Settings.Detach, now)
            : CloudStep.Refused(state, fault);
    }

    /// <summary>A delay of nothing is no delay: who asks next finds it done.</summary>
    public static CloudStep Begin(CloudState state, NetworkInterface eni, DelayRange range, DateTimeOffset now)
    {
        state = Draw.Delay(state, range, out var delay);
        return CloudStep.Done(delay == TimeSpan.Zero
            ? PassingRules.Complete(state, eni)
            : InterfaceTable.Put(state, eni) with { Due = state.Due.Add(new PendingChange(now + delay, eni.Id)) });
    }

    private static CloudError? Fits(NetworkInterface eni, Instance instance)
    {
        if (eni.Type == InterfaceType.Primary)
        {
            return CloudErrors.Type(eni, "a primary ENI stays with its instance");
        }

        if (eni.Status != InterfaceStatus.Available)
        {
            return CloudErrors.State(eni, "Available");
        }

        if (instance.Status is not ("Running" or "Stopped"))
        {
            return CloudErrors.EcsState(instance);
        }

        return eni.Vpc != instance.Vpc ? CloudErrors.OtherVpc(eni.Id, eni.Vpc, instance.Id, instance.Vpc)
            : eni.Zone != instance.Zone ? CloudErrors.OtherZone(eni.Id, eni.Zone, instance.Id, instance.Zone) : null;
    }

    private static CloudError? Room(CloudState state, NetworkInterface eni, Instance instance, string? trunk)
    {
        if (Limits.Host(state, instance.Id) is not { } type)
        {
            return CloudErrors.EcsState(instance);
        }

        var there = state.Index.InterfacesByInstance.Of(instance.Id).Select(id => state.Interfaces[id]).ToList();
        if (trunk is not null && Trunk(state, eni, trunk, instance.Id) is { } wrong)
        {
            return wrong;
        }

        var nics = there.Count(other => other.Type != InterfaceType.Member);
        if (trunk is null ? nics >= type.Enis : there.Count - nics >= type.MemberEnis)
        {
            return CloudErrors.TooManyInterfaces(instance.Id, trunk is null ? type.Enis : type.MemberEnis);
        }

        if (eni.Type == InterfaceType.Trunk && !type.IsTrunkSupported)
        {
            return CloudErrors.Type(eni, $"{type.Name} carries no trunk ENI");
        }

        return Busy(state, there, instance.Id) ?? Fits(eni, type);
    }

    private static CloudError? Busy(CloudState state, IEnumerable<NetworkInterface> there, string instance) =>
        there.Count(other => other.Status is InterfaceStatus.Attaching or InterfaceStatus.Detaching) < state.Settings.AttachesInFlight
            ? null
            : CloudErrors.Busy($"{instance} has {state.Settings.AttachesInFlight} ENIs on the way already");

    private static CloudError? Fits(NetworkInterface eni, InstanceType type) =>
        Limits.Count4(eni) > type.AddressesPerEni ? CloudErrors.TooMany4(eni.Id, type.AddressesPerEni)
            : Limits.Count6(eni) > type.Ipv6PerEni ? CloudErrors.TooMany6(eni.Id, type.Ipv6PerEni) : null;

    private static CloudError? Trunk(CloudState state, NetworkInterface eni, string trunk, string instance)
    {
        if (eni.Type == InterfaceType.Trunk)
        {
            return CloudErrors.Type(eni, "a trunk cannot be on another");
        }

        if (!state.Interfaces.TryGetValue(trunk, out var carrier))
        {
            return CloudErrors.NoInterface(trunk);
        }

        return carrier.Type != InterfaceType.Trunk ? CloudErrors.Type(carrier, "it carries no members")
            : carrier.Instance != instance ? CloudErrors.Elsewhere(carrier, instance)
            : carrier.Status == InterfaceStatus.InUse ? null : CloudErrors.State(carrier, "InUse");
    }

    private static CloudError? Detachable(CloudState state, NetworkInterface eni, DetachNetworkInterface call)
    {
        if (eni.Type == InterfaceType.Primary)
        {
            return CloudErrors.PrimaryDetached(eni);
        }

        if (eni.Status != InterfaceStatus.InUse)
        {
            return CloudErrors.State(eni, "InUse");
        }

        if (eni.Instance != call.InstanceId)
        {
            // Nothing documents a code for an ENI of another instance: the state of the ENI is what does not fit.
            return CloudErrors.Elsewhere(eni, call.InstanceId);
        }

        if (eni.Trunk != (call.TrunkNetworkInstanceId ?? eni.Trunk))
        {
            return CloudErrors.NoInterface(call.TrunkNetworkInstanceId!);
        }

        return state.Index.Members.Of(eni.Id) is { IsEmpty: false } members
            ? CloudErrors.Busy($"{eni.Id} carries {members.Count} member ENIs")
            : Busy(state, state.Index.InterfacesByInstance.Of(eni.Instance).Select(id => state.Interfaces[id]), eni.Instance);
    }

    private static int FreeVlan(CloudState state, string trunk)
    {
        var taken = state.Index.Members.Of(trunk).Select(id => state.Interfaces[id].Vlan).ToHashSet();
        return Enumerable.Range(1, 4094).First(vlan => !taken.Contains(vlan));
    }
}
