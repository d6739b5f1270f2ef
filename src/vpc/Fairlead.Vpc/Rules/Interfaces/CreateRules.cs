using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules.Interfaces;

/// <summary>CreateNetworkInterface.</summary>
internal static class CreateRules
{
    public static CloudStep Create(CloudState state, CreateNetworkInterface call, DateTimeOffset now)
    {
        var fault = NameRules.Fault(call) ?? WishRules.Fault(AddressWish.V4Of(call), isAssign: false) ?? WishRules.Fault(AddressWish.V6Of(call), isAssign: false)
            ?? Found.VSwitch(state, call.VSwitchId, call.RegionId, out _);
        if (fault is not null)
        {
            return CloudStep.Refused(state, fault);
        }

        var vSwitch = state.VSwitches[call.VSwitchId];
        if (Found.Groups(state, call.SecurityGroupId, call.SecurityGroupIds, vSwitch.Vpc, call.RegionId, out var groups) is { } wrong)
        {
            return CloudStep.Refused(state, wrong);
        }

        var plan = new AddressPlan(Draw.Id(state, "eni-", out var id), vSwitch, id);
        if ((Addresses(plan, call) ?? plan.Add(AddressWish.V6Of(call)) ?? TooMany(plan)) is { } error)
        {
            return CloudStep.Refused(state, error);
        }

        state = plan.Taken();
        var eni = Made(call, vSwitch, plan) with { Id = id, Mac = Draw.Mac(state), SecurityGroups = [.. groups], Created = now };
        return CloudStep.Done(InterfaceTable.Put(state, eni, isTaken: true), new InterfaceReply(eni, []));
    }

    /// <summary>Secondary addresses by name go first where the primary one has none, lest it be given one of them.</summary>
    private static CloudError? Addresses(AddressPlan plan, CreateNetworkInterface call) => call.PrimaryIpAddress is null && call.PrivateIpAddress.Count > 0
        ? plan.Add(AddressWish.V4Of(call)) ?? plan.AddPrimary(null)
        : plan.AddPrimary(call.PrimaryIpAddress) ?? plan.Add(AddressWish.V4Of(call));

    private static NetworkInterface Made(CreateNetworkInterface call, VSwitch vSwitch, AddressPlan plan) => new()
    {
        Id = "",
        Mac = default,
        Type = call.InstanceType,
        Status = InterfaceStatus.Available,
        VSwitch = vSwitch.Id,
        Vpc = vSwitch.Vpc,
        Zone = vSwitch.Zone,
        ResourceGroup = call.ResourceGroupId ?? "",
        Name = call.NetworkInterfaceName,
        Description = call.Description,
        Tags = NameRules.TagTable(call.Tag),
        DeleteOnRelease = call.DeleteOnRelease,
        Addresses = [.. plan.Addresses],
        Prefixes = [.. plan.Prefixes],
        SourceDestinationCheck = call.SourceDestCheck,
    };

    private static CloudError? TooMany(AddressPlan plan)
    {
        var six = plan.Addresses.Count(address => address.IsV6) + plan.Prefixes.Count(prefix => prefix.IsV6);
        var four = plan.Addresses.Count + plan.Prefixes.Count - six;
        return four > Limits.FreeInterface4 ? CloudErrors.TooMany4("the ENI", Limits.FreeInterface4)
            : six > Limits.FreeInterface6 ? CloudErrors.TooMany6("the ENI", Limits.FreeInterface6) : null;
    }
}
