using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Rules;
using Fairlead.Vpc.Rules.Queries;

namespace Fairlead.Vpc.Machine;

/// <summary>What descriptions say of a state.</summary>
public static class CloudQueries
{
    /// <returns>A reply, or the cloud's no; one of the two is null.</returns>
    public static (CloudReply? Reply, CloudError? Error) Answer(CloudState state, CloudQuery query) =>
        ParameterRules.Fault(state, query) is { } fault ? (null, fault) : query switch
        {
            DescribeNetworkInterfaces interfaces => InterfaceQueries.Describe(state, interfaces),
            DescribeNetworkInterfaceAttribute attribute => InterfaceQueries.Attribute(state, attribute),
            DescribeInstances instances => InstanceQueries.Describe(state, instances),
            DescribeInstanceAttribute attribute => InstanceQueries.Attribute(state, attribute),
            DescribeInstanceTypes types => InstanceQueries.Types(state, types),
            DescribeVpcs vpcs => NetworkQueries.Vpcs(state, vpcs),
            DescribeVSwitches vSwitches => NetworkQueries.VSwitches(state, vSwitches),
            DescribeRouteTableList tables => NetworkQueries.Tables(state, tables),
            DescribeRouteEntryList entries => NetworkQueries.Entries(state, entries),
            DescribeSecurityGroups groups => GroupQueries.Describe(state, groups),
            DescribeSecurityGroupAttribute attribute => GroupQueries.Attribute(state, attribute),
            _ => throw new ArgumentException($"the machine knows no {query.Action}", nameof(query)),
        };
}
