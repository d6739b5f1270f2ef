using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Vpc.Machine;

/// <summary>What a step may have changed, told from outside the rules: by what was asked and answered.</summary>
public static class TouchedIds
{
    public static IReadOnlyCollection<string> Of(CloudState before, CloudChange call, CloudReply? reply) => (call, reply) switch
    {
        (_, InterfaceReply made) => [made.Interface.Id],
        (_, CreatedReply made) => call is CreateRouteEntry route ? [made.Id, route.NextHopId] : [made.Id],
        (_, InstancesStartedReply started) => started.Ids,
        (AssignPrivateIpAddresses assign, _) => [assign.NetworkInterfaceId],
        (UnassignPrivateIpAddresses unassign, _) => [unassign.NetworkInterfaceId],
        (AssignIpv6Addresses assign, _) => [assign.NetworkInterfaceId],
        (UnassignIpv6Addresses unassign, _) => [unassign.NetworkInterfaceId],
        (AttachNetworkInterface attach, _) => [attach.NetworkInterfaceId, attach.InstanceId],
        (DetachNetworkInterface detach, _) => [detach.NetworkInterfaceId, detach.InstanceId],
        (DeleteNetworkInterface delete, _) => [delete.NetworkInterfaceId],
        (ModifyNetworkInterfaceAttribute modify, _) => [modify.NetworkInterfaceId, .. modify.SecurityGroupId],
        (DeleteInstance delete, _) => [delete.InstanceId, .. before.Index.InterfacesByInstance.Of(delete.InstanceId)],
        (DeleteSecurityGroup delete, _) => [delete.SecurityGroupId],
        (AuthorizeSecurityGroup authorize, _) => [authorize.SecurityGroupId],
        (RevokeSecurityGroup revoke, _) => [revoke.SecurityGroupId],
        _ => [],
    };

    /// <summary>Of <see cref="CloudMachine.Elapse"/>.</summary>
    public static IReadOnlyCollection<string> Of(CloudState before, DateTimeOffset now) =>
        [.. before.Due.TakeWhile(due => due.At <= now).Select(due => due.Interface)];

    /// <summary>Of <see cref="CloudMachine.Vanish"/>.</summary>
    public static IReadOnlyCollection<string> OfVanished(CloudState before, string networkInterface) =>
        [networkInterface, .. before.Index.Members.Of(networkInterface)];
}
