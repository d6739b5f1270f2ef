using System.Collections.Frozen;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.OpenApi.Binding;
using Fairlead.Vpc.OpenApi.Replies;

namespace Fairlead.Vpc.OpenApi.Actions;

/// <summary>Reads an action's parameters; mistakes stay in the reader.</summary>
internal delegate CloudCall BindCall(ParameterReader parameters);

/// <summary>Writes what an action says when it succeeds.</summary>
internal delegate void WriteReply(ReplyWriter writer, CloudCall call, CloudReply reply);

/// <summary>An action of ECS or VPC: how its call is read and its answer written. The state machine does the rest.</summary>
internal sealed record CloudAction(Product Product, string Name, BindCall Bind, WriteReply Write)
{
    private static readonly FrozenDictionary<string, CloudAction> Ecs = Table(
        new(Product.Ecs, "CreateNetworkInterface", InterfaceBinding.Create, InterfaceReplies.Created),
        new(Product.Ecs, "AttachNetworkInterface", InterfaceBinding.Attach, PageReplies.Done),
        new(Product.Ecs, "DetachNetworkInterface", InterfaceBinding.Detach, PageReplies.Done),
        new(Product.Ecs, "DeleteNetworkInterface", InterfaceBinding.Delete, PageReplies.Done),
        new(Product.Ecs, "DescribeNetworkInterfaces", InterfaceBinding.DescribeAll, InterfaceReplies.All),
        new(Product.Ecs, "DescribeNetworkInterfaceAttribute", InterfaceBinding.DescribeOne, InterfaceReplies.One),
        new(Product.Ecs, "ModifyNetworkInterfaceAttribute", InterfaceBinding.Modify, PageReplies.Done),
        new(Product.Ecs, "AssignPrivateIpAddresses", AddressBinding.Assign, InterfaceReplies.Assigned),
        new(Product.Ecs, "UnassignPrivateIpAddresses", AddressBinding.Unassign, PageReplies.Done),
        new(Product.Ecs, "AssignIpv6Addresses", AddressBinding.AssignIpv6, InterfaceReplies.AssignedIpv6),
        new(Product.Ecs, "UnassignIpv6Addresses", AddressBinding.UnassignIpv6, PageReplies.Done),
        new(Product.Ecs, "RunInstances", InstanceBinding.Run, InstanceReplies.Started),
        new(Product.Ecs, "DeleteInstance", InstanceBinding.Delete, PageReplies.Done),
        new(Product.Ecs, "DescribeInstances", InstanceBinding.DescribeAll, InstanceReplies.All),
        new(Product.Ecs, "DescribeInstanceAttribute", InstanceBinding.DescribeOne, InstanceReplies.One),
        new(Product.Ecs, "DescribeInstanceTypes", InstanceBinding.DescribeTypes, InstanceReplies.Types),
        new(Product.Ecs, "CreateSecurityGroup", SecurityGroupBinding.Create, SecurityGroupReplies.Created),
        new(Product.Ecs, "DeleteSecurityGroup", SecurityGroupBinding.Delete, PageReplies.Done),
        new(Product.Ecs, "DescribeSecurityGroups", SecurityGroupBinding.DescribeAll, SecurityGroupReplies.All),
        new(Product.Ecs, "DescribeSecurityGroupAttribute", SecurityGroupBinding.DescribeOne, SecurityGroupReplies.One),
        new(Product.Ecs, "AuthorizeSecurityGroup", SecurityGroupBinding.AuthorizeIngress, PageReplies.Done),
        new(Product.Ecs, "AuthorizeSecurityGroupEgress", SecurityGroupBinding.AuthorizeEgress, PageReplies.Done),
        new(Product.Ecs, "RevokeSecurityGroup", SecurityGroupBinding.RevokeIngress, PageReplies.Done),
        new(Product.Ecs, "RevokeSecurityGroupEgress", SecurityGroupBinding.RevokeEgress, PageReplies.Done));

    private static readonly FrozenDictionary<string, CloudAction> Vpc = Table(
        new(Product.Vpc, "DescribeVpcs", NetworkBinding.DescribeVpcs, NetworkReplies.Vpcs),
        new(Product.Vpc, "DescribeVSwitches", NetworkBinding.DescribeVSwitches, NetworkReplies.VSwitches),
        new(Product.Vpc, "CreateVSwitch", NetworkBinding.CreateVSwitch, NetworkReplies.VSwitchCreated),
        new(Product.Vpc, "DeleteVSwitch", NetworkBinding.DeleteVSwitch, PageReplies.Done),
        new(Product.Vpc, "DescribeRouteTableList", NetworkBinding.DescribeRouteTables, NetworkReplies.RouteTables),
        new(Product.Vpc, "DescribeRouteEntryList", NetworkBinding.DescribeRoutes, NetworkReplies.Routes),
        new(Product.Vpc, "CreateRouteEntry", NetworkBinding.CreateRoute, NetworkReplies.RouteCreated),
        new(Product.Vpc, "DeleteRouteEntry", NetworkBinding.DeleteRoute, PageReplies.Done));

    public static IEnumerable<CloudAction> All => Ecs.Values.Concat(Vpc.Values);

    /// <summary>What XML answers are wrapped in.</summary>
    public string Root { get; } = Name + "Response";

    /// <returns>Null where the product has no action of that name, or the emulator has not.</returns>
    public static CloudAction? Find(Product product, string name) =>
        product == Product.Ecs ? Ecs.GetValueOrDefault(name) : product == Product.Vpc ? Vpc.GetValueOrDefault(name) : null;

    private static FrozenDictionary<string, CloudAction> Table(params ReadOnlySpan<CloudAction> actions)
    {
        var table = new Dictionary<string, CloudAction>();
        foreach (var action in actions)
        {
            table.Add(action.Name, action);
        }

        return table.ToFrozenDictionary();
    }
}
