using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules;

/// <summary>Resources by the ids of a call. What is in another region is not found there.</summary>
internal static class Found
{
    public static CloudError? Interface(CloudState state, string id, string region, out NetworkInterface? eni)
    {
        if (id.Length == 0)
        {
            eni = null;
            return CloudErrors.Missing("NetworkInterfaceId");
        }

        return state.Interfaces.TryGetValue(id, out eni) && state.RegionOf(eni) == region ? null : CloudErrors.NoInterface(id);
    }

    public static CloudError? VSwitch(CloudState state, string id, string region, out VSwitch? vSwitch)
    {
        if (id.Length == 0)
        {
            vSwitch = null;
            return CloudErrors.Missing("VSwitchId");
        }

        return state.VSwitches.TryGetValue(id, out vSwitch) && state.Vpcs[vSwitch.Vpc].Region == region ? null : CloudErrors.NoVSwitch(id);
    }

    public static CloudError? Vpc(CloudState state, string id, string region, out VirtualNetwork? vpc)
    {
        if (id.Length == 0)
        {
            vpc = null;
            return CloudErrors.Missing("VpcId");
        }

        return state.Vpcs.TryGetValue(id, out vpc) && vpc.Region == region ? null : CloudErrors.NoVpc();
    }

    /// <param name="none">How the action calls it when there is none.</param>
    public static CloudError? Instance(CloudState state, string id, string region, Func<string, CloudError> none, out Instance? instance)
    {
        if (id.Length == 0)
        {
            instance = null;
            return CloudErrors.Missing("InstanceId");
        }

        return state.Instances.TryGetValue(id, out instance) && state.Vpcs[instance.Vpc].Region == region ? null : none(id);
    }

    public static CloudError? Group(CloudState state, string id, string region, out SecurityGroup? group)
    {
        if (id.Length == 0)
        {
            group = null;
            return CloudErrors.Missing("SecurityGroupId");
        }

        return state.SecurityGroups.TryGetValue(id, out group) && state.Vpcs[group.Vpc].Region == region ? null : CloudErrors.NoGroup(id);
    }

    /// <summary>The groups that an ENI or instance is to be in: one or several, of the same VPC.</summary>
    public static CloudError? Groups(CloudState state, string? one, IReadOnlyList<string> several, string vpc, string region, out string[] ids)
    {
        ids = one is null ? [.. several.Distinct()] : [one];
        if (one is not null && several.Count > 0)
        {
            return CloudErrors.Conflicting("SecurityGroupId", "SecurityGroupIds.N");
        }

        if (ids.Length == 0)
        {
            return CloudErrors.Missing("SecurityGroupId");
        }

        foreach (var id in ids)
        {
            if (Group(state, id, region, out var group) is { } fault)
            {
                return fault;
            }

            if (group!.Vpc != vpc)
            {
                return CloudErrors.OtherVpc(id, group.Vpc, "the vSwitch", vpc);
            }
        }

        return null;
    }
}
