using System.Globalization;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Rules.Interfaces;
using Fairlead.Vpc.Rules.Networks;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Instances;

/// <summary>
/// RunInstances and DeleteInstance, by the error tables of both pages. Instances run at once and stop never: their life is not what this
/// cloud is about.
/// </summary>
internal static class InstanceRules
{
    // "Valid values: 1 to 100" of Amount.
    private const int MostAtOnce = 100;

    public static CloudStep Run(CloudState state, RunInstances call, DateTimeOffset now)
    {
        var fault = Words(call) ?? NameRules.Tags(call.Tag) ?? NameRules.ResourceGroup(call.ResourceGroupId)
            ?? Shape(state, call) ?? Found.VSwitch(state, call.VSwitchId, call.RegionId, out _);
        if (fault is not null)
        {
            return CloudStep.Refused(state, fault);
        }

        var vSwitch = state.VSwitches[call.VSwitchId];
        if (Zone(state, call, vSwitch) is { } elsewhere)
        {
            return CloudStep.Refused(state, elsewhere);
        }

        if (Found.Groups(state, call.SecurityGroupId, call.SecurityGroupIds, vSwitch.Vpc, call.RegionId, out var groups) is { } wrong)
        {
            return CloudStep.Refused(state, wrong);
        }

        var (next, ids) = (state, new List<string>(call.Amount));
        for (var i = 0; i < call.Amount; i++)
        {
            next = Draw.Id(Draw.Id(next, "i-", out var id), "eni-", out var primary);
            var plan = new AddressPlan(next, vSwitch, primary);
            var wish = new AddressWish(true, [], call.Ipv6AddressCount, [], null);
            if ((plan.AddPrimary(call.PrivateIpAddress) ?? plan.Add(wish)) is { } error)
            {
                return CloudStep.Refused(state, error);
            }

            ids.Add(id);
            next = Start(plan.Taken(), call, plan, groups, now, (id, primary, ids.Count));
        }

        return CloudStep.Done(next, new InstancesStartedReply(ids));
    }

    // "The specified zone must be that of the vSwitch": the code is that of the ENI actions for the same mistake.
    private static CloudError? Zone(CloudState state, RunInstances call, VSwitch vSwitch) =>
        call.ZoneId is not { } zone || zone == vSwitch.Zone ? null
        : state.Regions[call.RegionId].Contains(zone) ? CloudErrors.OtherZone("The instance", zone, vSwitch.Id, vSwitch.Zone)
        : CloudErrors.NoZone();

    public static CloudStep Delete(CloudState state, DeleteInstance call)
    {
        if (Found.Instance(state, call.InstanceId, call.RegionId, CloudErrors.NoInstance, out var instance) is { } fault)
        {
            return CloudStep.Refused(state, fault);
        }

        if (!call.Force && instance!.Status != "Stopped")
        {
            return CloudStep.Refused(state, new CloudError(
                "IncorrectInstanceStatus", "The current status of the resource does not support this operation.", 403));
        }

        // Entries to other ENIs of it go with these: nothing is documented of them.
        if (state.Index.RoutesByNextHop.Of(instance!.PrimaryInterface).Any(id => RouteEntryTable.Find(state, id)!.ToInstance))
        {
            return CloudStep.Refused(state, new CloudError("DependencyViolation.RouteEntry", "Specified instance is used by route entry."));
        }

        foreach (var id in state.Index.InterfacesByInstance.Of(instance.Id))
        {
            var eni = state.Interfaces[id];
            state = eni.Type == InterfaceType.Primary || eni.DeleteOnRelease
                ? PassingRules.Gone(PassingRules.WithoutDue(state, id), eni)
                : PassingRules.Free(state, eni);
        }

        return CloudStep.Done(InstanceTable.Remove(state, instance));
    }

    private static CloudError? Words(RunInstances call) => !NameRules.IsName(call.InstanceName ?? "")
        ? new CloudError("InvalidInstanceName.Malformed", "The specified parameter \"InstanceName\" is not valid.")
        : NameRules.IsDescription(call.Description) ? null : new CloudError("InvalidDescription.Malformed", "The specified parameter \"Description\" is not valid.");

    private static CloudError? Shape(CloudState state, RunInstances call)
    {
        if (!state.InstanceTypes.TryGetValue(call.InstanceType, out var type))
        {
            return call.InstanceType.Length == 0
                ? CloudErrors.Missing("InstanceType")
                : new CloudError("InvalidInstanceType.ValueNotSupported", "The specified InstanceType does not exist or beyond the permitted range.");
        }

        if (call.Amount is < 1 or > MostAtOnce || (call.Amount > 1 && call.PrivateIpAddress is not null))
        {
            return new CloudError("InvalidParam.Amount", "The specified parameter Amount is not valid.", 403);
        }

        return call.Ipv6AddressCount < 0
            ? CloudErrors.Invalid("Ipv6AddressCount", $"{call.Ipv6AddressCount} is less than none")
            : call.Ipv6AddressCount > type.Ipv6PerEni ? CloudErrors.TooMany6("the instance", type.Ipv6PerEni) : null;
    }

    private static CloudState Start(CloudState state, RunInstances call, AddressPlan plan, string[] groups, DateTimeOffset now, (string Id, string Primary, int Number) of)
    {
        var vSwitch = state.VSwitches[call.VSwitchId];
        var name = call.InstanceName ?? call.HostName ?? of.Id;
        var instance = new Instance(of.Id, call.Amount == 1 ? name : name + of.Number.ToString("000", CultureInfo.InvariantCulture), call.InstanceType, of.Primary)
        {
            Vpc = vSwitch.Vpc,
            Zone = vSwitch.Zone,
            ResourceGroup = call.ResourceGroupId ?? "",
            Description = call.Description,
            Tags = NameRules.TagTable(call.Tag),
            Created = now,
        };
        return InterfaceTable.Put(InstanceTable.Add(state, instance), new NetworkInterface
        {
            Id = of.Primary,
            Instance = of.Id,
            VSwitch = vSwitch.Id,
            Vpc = vSwitch.Vpc,
            Zone = vSwitch.Zone,
            ResourceGroup = call.ResourceGroupId ?? "",
            Created = now,
            Mac = Draw.Mac(state),
            Addresses = [.. plan.Addresses],
            SecurityGroups = [.. groups],
            SourceDestinationCheck = false,
        }, isTaken: true);
    }
}
