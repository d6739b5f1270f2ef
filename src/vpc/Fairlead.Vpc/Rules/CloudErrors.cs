using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Rules;

/// <summary>
/// The cloud's codes with their HTTP statuses, from the error tables of the actions' own pages in the ECS API reference (2014-05-26).
/// The tables give the messages of most as <c>%s</c>: the words are ours, and name the resource as the cloud does.
/// </summary>
internal static class CloudErrors
{
    public static CloudError Missing(string parameter) =>
        new("MissingParameter", $"The input parameter \"{parameter}\" that is mandatory for processing this request is not supplied.");

    public static CloudError Invalid(string parameter, string why) => new($"InvalidParameter.{parameter}", $"The specified parameter {parameter} is not valid: {why}.");

    /// <summary>As <c>InvalidParameter</c> of all ENI actions, where the parameters together are what is wrong.</summary>
    public static CloudError Invalid(string why) => new("InvalidParameter", why);

    public static CloudError Conflicting(string one, string other) =>
        new("InvalidParameter.Conflict", $"The specified parameter {one} is not supported with parameter {other}.");

    // "How to ensure idempotence" of the ECS API reference.
    public static CloudError TokenMismatch() =>
        new("IdempotentParameterMismatch", "The request uses the same client token as a previous, but not identical request. Do not reuse a client token with different requests, unless the requests are identical.");

    // CreateSecurityGroup and others.
    public static CloudError NoRegion() => new("InvalidRegionId.NotFound", "The specified RegionId does not exist.", 404);

    // CreateVSwitch.
    public static CloudError NoZone() => new("InvalidZoneId.NotFound", "Specified zone does not exist.", 404);

    // CreateVSwitch and CreateSecurityGroup.
    public static CloudError NoVpc() => new("InvalidVpcId.NotFound", "Specified VPC does not exist.", 404);

    public static CloudError NoVSwitch(string id) => new("InvalidVSwitchId.NotFound", $"The specified VSwitchId does not exist: {id}.", 404);

    public static CloudError NoInterface(string id) => new("InvalidEniId.NotFound", $"The specified NetworkInterfaceId does not exist: {id}.", 404);

    // AttachNetworkInterface and DetachNetworkInterface.
    public static CloudError NoEcs(string id) => new("InvalidEcsId.NotFound", $"The specified InstanceId does not exist: {id}.", 404);

    // DeleteInstance and DescribeInstanceAttribute.
    public static CloudError NoInstance(string id) => new("InvalidInstanceId.NotFound", $"The specified InstanceId does not exist: {id}.", 404);

    public static CloudError NoGroup(string id) => new("InvalidSecurityGroupId.NotFound", $"The specified SecurityGroupId does not exist: {id}.", 404);

    // CreateRouteEntry and DeleteRouteEntry.
    public static CloudError NoRouteTable() => new("InvalidRouteTableId.NotFound", "Specified route table does not exist.", 404);

    public static CloudError NoResourceGroup(string id) => new("InvalidResourceGroup.NotFound", $"The ResourceGroup provided does not exist in our records: {id}.", 404);

    public static CloudError State(NetworkInterface eni, string allowed) =>
        new("InvalidOperation.InvalidEniState", $"The current status of {eni.Id} is {eni.Status}, which does not support this operation; it must be {allowed}.");

    public static CloudError Type(NetworkInterface eni, string why) => new("InvalidOperation.InvalidEniType", $"{eni.Id} is of the type {eni.Type}: {why}.", 403);

    public static CloudError PrimaryDetached(NetworkInterface eni) =>
        new("InvalidOperation.DetachPrimaryEniNotAllowed", $"{eni.Id} is the primary ENI of {eni.Instance} and cannot be detached.");

    public static CloudError EcsState(Instance instance) =>
        new("InvalidOperation.InvalidEcsState", $"The current status of {instance.Id} is {instance.Status}, which does not support this operation.");

    public static CloudError Elsewhere(NetworkInterface eni, string instance) =>
        new("InvalidOperation.InvalidEniState", $"{eni.Id} is not attached to {instance}.");

    public static CloudError OtherZone(string one, string zone, string other, string otherZone) => new(
        "InvalidOperation.AvailabilityZoneMismatch", $"{one} is in the zone {zone}, {other} in {otherZone}.", 403);

    public static CloudError OtherVpc(string one, string vpc, string other, string otherVpc) => new(
        "InvalidOperation.VpcMismatch", $"{one} belongs to {vpc}, {other} to {otherVpc}.", 403);

    public static CloudError TooManyInterfaces(string instance, int most) =>
        new("EniPerInstanceLimitExceeded", $"The number of ENIs of {instance} exceeds the limit of its instance type, {most}.", 403);

    public static CloudError Busy(string why) => new("Operation.Conflict", $"Request was denied due to conflict with a previous request: {why}.", 403);

    public static CloudError NoAddressLeft(string vSwitch) =>
        new("InvalidVSwitchId.IpNotEnough", $"The specified VSwitch {vSwitch} has not enough IpAddress.", 403);

    public static CloudError NotOfVSwitch(string address, string vSwitch) =>
        new("InvalidVSwitchId.IpInvalid", $"{address} is no address that {vSwitch} can give.", 403);

    public static CloudError Assigned(string address) => new("InvalidIp.IpAssigned", $"The specified IP {address} is already assigned.", 403);

    public static CloudError Unassigned(string address, string eni) => new("InvalidIp.IpUnassigned", $"The specified IP {address} is not assigned to {eni}.", 403);

    public static CloudError Repeated(string address) => new("InvalidIp.IpRepeated", $"The specified IP {address} is repeated.", 403);

    public static CloudError NoAddress(string text) => new("InvalidIp.Address", $"The specified IP {text} is no address that can be given here.", 403);

    public static CloudError TooMany4(string eni, int most) =>
        new("InvalidOperation.Ipv4CountExceeded", $"The number of IPv4 addresses and prefixes of {eni} exceeds the limit, {most}.", 403);

    public static CloudError TooMany6(string eni, int most) =>
        new("InvalidOperation.Ipv6CountExceeded", $"The number of IPv6 addresses and prefixes of {eni} exceeds the limit, {most}.", 403);

    public static CloudError NoIpv6(string vSwitch) => new("InvalidVSwitch.Ipv6NotTurnOn", $"IPv6 is not turned on for {vSwitch}.", 403);
}
