using Fairlead.Model.Problems;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Control;

/// <summary>From an operation, which has names, to the call of the OpenAPI that it is, which has ids.</summary>
/// <param name="state">The VPC that names are looked up in.</param>
public sealed class OperationCalls(VpcState state, VirtualNetwork network)
{
    /// <exception cref="VpcRefusedException">A name means nobody.</exception>
    /// <exception cref="ArgumentException">The operation is no call: it is about hosts and wires.</exception>
    public CloudChange Of(VpcOperation operation) => operation switch
    {
        AddRouteEntry add => Route(add),
        RemoveRouteEntry remove => Route(remove),
        SetSourceDestinationCheck set => new ModifyNetworkInterfaceAttribute { RegionId = Region, NetworkInterfaceId = Interface(set.Interface), SourceDestCheck = set.On },
        SetGroups set => new ModifyNetworkInterfaceAttribute { RegionId = Region, NetworkInterfaceId = Interface(set.Interface), SecurityGroupId = [.. set.Groups.Select(Group)] },
        AssignAddress or UnassignAddress => Address(operation),
        CreateGroup create => new CreateSecurityGroup { RegionId = Region, VpcId = network.Id, SecurityGroupName = create.Name },
        DeleteGroup delete => new DeleteSecurityGroup { RegionId = Region, SecurityGroupId = Group(delete.Group) },
        AuthorizeRule authorize => new AuthorizeSecurityGroup { RegionId = Region, SecurityGroupId = Group(authorize.Group), Rules = [Named(authorize.Rule)] },
        RevokeRule revoke => new RevokeSecurityGroup { RegionId = Region, SecurityGroupId = Group(revoke.Group), Rules = [Named(revoke.Rule)], Direction = revoke.Rule.Direction },
        _ => throw new ArgumentException($"no call of the cloud: {operation.GetType().Name}", nameof(operation)),
    };

    private string Region => network.Region;

    private CreateRouteEntry Route(AddRouteEntry add)
    {
        var instance = state.FindInstance(add.NextHop)?.Id;
        return new CreateRouteEntry
        {
            RegionId = Region,
            RouteTableId = network.RouteTable,
            DestinationCidrBlock = $"{add.Destination}",
            NextHopType = instance is null ? "NetworkInterface" : "Instance",
            NextHopId = instance ?? NextHop(add.NextHop),
        };
    }

    private DeleteRouteEntry Route(RemoveRouteEntry delete)
    {
        var nextHop = delete.NextHop is { } name ? NextHop(name) : null;
        var entry = state.Routes.FirstOrDefault(route => route.Destination == delete.Destination && (nextHop is null || route.NextHop == nextHop));
        if (entry is null)
        {
            throw Refusal("InvalidRouteEntry.NotFound", NotFound(delete), 404);
        }

        return new DeleteRouteEntry { RegionId = Region, RouteEntryId = entry.Id.Length > 0 ? entry.Id : null, RouteTableId = network.RouteTable, DestinationCidrBlock = $"{entry.Destination}" };
    }

    private CloudChange Address(VpcOperation operation) => operation switch
    {
        AssignAddress { Address.IsV6: false } assign => new AssignPrivateIpAddresses { RegionId = Region, NetworkInterfaceId = Interface(assign.Interface), PrivateIpAddress = [$"{assign.Address}"] },
        AssignAddress assign => new AssignIpv6Addresses { RegionId = Region, NetworkInterfaceId = Interface(assign.Interface), Ipv6Address = [$"{assign.Address}"] },
        UnassignAddress { Address.IsV6: false } release => new UnassignPrivateIpAddresses { RegionId = Region, NetworkInterfaceId = Interface(release.Interface), PrivateIpAddress = [$"{release.Address}"] },
        UnassignAddress release => new UnassignIpv6Addresses { RegionId = Region, NetworkInterfaceId = Interface(release.Interface), Ipv6Address = [$"{release.Address}"] },
        _ => throw new ArgumentException($"no change of addresses: {operation.GetType().Name}", nameof(operation)),
    };

    private SecurityGroupRule Named(SecurityGroupRule rule) => rule.PeerGroup is { } peer ? rule with { PeerGroup = Group(peer) } : rule;

    private string Interface(string name) => state.FindInterface(name)?.Id
        ?? throw Refusal("InvalidEniId.NotFound", Nearest.Sentence("ENI or instance", name, InstanceNames), 404);

    private string NextHop(string name) => state.FindInterface(name)?.Id
        ?? throw Refusal("InvalidNextHop.NotFound", Nearest.Sentence("instance or ENI", name, InstanceNames), 404);

    private string Group(string name) => state.FindSecurityGroup(name)?.Id
        ?? throw Refusal("InvalidSecurityGroupId.NotFound", Nearest.Sentence("security group", name, state.SecurityGroups.Values.Select(group => group.Name)), 404);

    private IEnumerable<string> InstanceNames => state.Instances.Values.Select(instance => instance.Name);

    private string NotFound(RemoveRouteEntry delete)
    {
        var asked = $"no route entry for {delete.Destination}" + (delete.NextHop is { } hop ? $" via {hop}" : "");
        return state.Routes.IsEmpty ? $"{asked}; the table has no custom entries" : $"{asked}; there are {string.Join(", ", state.Routes.Select(route => route.Destination))}";
    }

    private static VpcRefusedException Refusal(string code, string message, int status) => new(new CloudError(code, message, status));
}
