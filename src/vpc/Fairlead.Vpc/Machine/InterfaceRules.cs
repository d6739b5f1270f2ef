using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Machine;

/// <summary>What can be changed on an ENI.</summary>
internal static class InterfaceRules
{
    public static VpcStep Step(VpcState state, VpcEvent change) => change switch
    {
        SetSourceDestinationCheck set => With(state, set.Interface, eni => With(state, eni with { SourceDestinationCheck = set.On })),
        AssignAddress assign => With(state, assign.Interface, eni => Assign(state, eni, assign.Address)),
        UnassignAddress unassign => With(state, unassign.Interface, eni => Unassign(state, eni, unassign.Address)),
        SetSecurityGroups set => With(state, set.Interface, eni => SetGroups(state, eni, set.Groups)),
        _ => throw new ArgumentException($"no change of an ENI: {change.GetType().Name}", nameof(change)),
    };

    private static VpcStep Assign(VpcState state, NetworkInterface eni, InetAddress address)
    {
        var vSwitch = state.VSwitches[eni.VSwitch];
        if (!vSwitch.Contains(address) || vSwitch.IsReserved(address))
        {
            return VpcStep.Refused(state, "InvalidIp.IpUnassigned", $"{address} is no address that vSwitch {vSwitch.Name} can give");
        }

        if (state.Interfaces.Values.FirstOrDefault(other => other.Owns(address)) is { } owner)
        {
            return VpcStep.Refused(state, "InvalidIp.IpAssigned", $"{address} is {owner.Id}'s already");
        }

        return With(state, eni with { Addresses = eni.Addresses.Add(address) });
    }

    private static VpcStep Unassign(VpcState state, NetworkInterface eni, InetAddress address)
    {
        if (!eni.Owns(address) || address == eni.PrimaryAddress)
        {
            var why = address == eni.PrimaryAddress ? "is its primary address, which stays" : "is not one of its addresses";
            return VpcStep.Refused(state, "InvalidIp.IpUnassigned", $"{address} cannot be taken from {eni.Id}: it {why}");
        }

        return With(state, eni with { Addresses = eni.Addresses.Remove(address) });
    }

    private static VpcStep SetGroups(VpcState state, NetworkInterface eni, IReadOnlyList<string> names)
    {
        var groups = ImmutableArray.CreateBuilder<string>();
        foreach (var name in names)
        {
            if (state.FindSecurityGroup(name) is not { } group)
            {
                return SecurityRules.Unknown(state, name);
            }

            groups.Add(group.Id);
        }

        return groups.Count == 0
            ? VpcStep.Refused(state, "InvalidSecurityGroupId.Missing", "an ENI is in one security group at least")
            : With(state, eni with { SecurityGroups = [.. groups.Distinct()] });
    }

    private static VpcStep With(VpcState state, string name, Func<NetworkInterface, VpcStep> change) =>
        state.FindInterface(name) is { } eni
            ? change(eni)
            : VpcStep.Refused(state, "InvalidEniId.NotFound", Nearest.Sentence("ENI or instance", name, state.Instances.Values.Select(instance => instance.Name)));

    private static VpcStep With(VpcState state, NetworkInterface eni) =>
        VpcStep.To(state with { Interfaces = state.Interfaces.SetItem(eni.Id, eni) });
}
