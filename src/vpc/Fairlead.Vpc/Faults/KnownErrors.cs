using System.Collections.Frozen;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Gate;

namespace Fairlead.Vpc.Faults;

/// <summary>Errors that a script can give by their code alone, with the cloud's message and status (ECS and VPC, common and per-action error codes).</summary>
public static class KnownErrors
{
    private static readonly FrozenDictionary<string, CloudError> All = new[]
    {
        ThrottlingErrors.Plain,
        ThrottlingErrors.User,
        ThrottlingErrors.Api,
        new CloudError("InternalError", "The request processing has failed due to some unknown error, exception or failure.", 500),
        new CloudError("ServiceUnavailable", "The request has failed due to a temporary failure of the server.", 503),
        new CloudError("Operation.Conflict", "Request was denied due to conflict with a previous request.", 403),
        new CloudError("InvalidVSwitchId.IpNotEnough", "The specified VSwitch has not enough IpAddress.", 403),
        new CloudError("QuotaExceeded.PrivateIpAddress", "The number of private IP addresses in the VSwitch is not enough.", 403),
        new CloudError("EniPerInstanceLimitExceeded", "The maximum number of ENIs that can be attached to the specified instance is exceeded.", 403),
        new CloudError("InvalidOperation.InvalidEniState", "The operation cannot be performed on the ENI in its current state."),
        new CloudError("InvalidOperation.Ipv4CountExceeded", "The number of IPv4 addresses of the ENI exceeds what its instance type allows.", 403),
        new CloudError("InvalidOperation.Ipv6CountExceeded", "The number of IPv6 addresses of the ENI exceeds what its instance type allows.", 403),
        new CloudError("InvalidEniId.NotFound", "The specified ENI ID does not exist.", 404),
        new CloudError("InvalidEcsId.NotFound", "The specified instance ID does not exist.", 404),
        new CloudError("SecurityGroupInstanceLimitExceed", "The maximum number of instances in a security group is exceeded.", 403),
        new CloudError("Forbidden.RAM", "User not authorized to operate on the specified resource, or this API doesn't support RAM.", 403),
        new CloudError("IncorrectVSwitchStatus", "The current status of the VSwitch does not support this operation."),
        new CloudError("IncorrectRouteEntryStatus", "Current route entry status does not support this operation."),
        new CloudError("TaskConflict", "The operation conflicts with another one that is under way.", 409),
    }.ToFrozenDictionary(error => error.Code);

    public static IReadOnlyList<string> Codes { get; } = [.. All.Keys.Order(StringComparer.Ordinal)];

    public static CloudError? Find(string code) => All.GetValueOrDefault(code);
}
