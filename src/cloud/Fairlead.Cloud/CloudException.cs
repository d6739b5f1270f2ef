namespace Fairlead.Cloud;

/// <summary>The cloud said no, or nothing. Ask it by its kind: codes and texts are the cloud's and may change.</summary>
public sealed class CloudException(CloudErrorKind kind, string action, string resource, string code, string reason, Exception? inner = null)
    : Exception(Text(action, resource, code, reason), inner)
{
    private readonly string _requestId = "";

    public CloudErrorKind Kind { get; } = kind;

    /// <summary>As the cloud calls it, <c>AssignPrivateIpAddresses</c>.</summary>
    public string Action { get; } = action;

    /// <summary>Id of what it was about, of the ENI or the vSwitch for instance; empty for lists.</summary>
    public string Resource { get; } = resource;

    /// <summary>As the cloud writes it, <c>InvalidVSwitchId.IpNotEnough</c>; one of our own where no cloud answered.</summary>
    public string Code { get; } = code;

    /// <summary>The cloud's words, without the rest of the message.</summary>
    public string Reason { get; } = reason;

    /// <summary>What the cloud's support asks for; empty where no cloud answered.</summary>
    public string RequestId
    {
        get => _requestId;
        init => _requestId = value;
    }

    /// <summary>Of <see cref="CloudErrorKind.NoAddresses"/>: the vSwitch, where it is known.</summary>
    public string VSwitch { get; init; } = "";

    /// <summary>No answer came, so it may be done all the same. Who repeats it with the same client token is safe.</summary>
    public bool MayBeDone { get; init; }

    public bool IsNotFound => Kind == CloudErrorKind.NotFound;

    public bool IsConflict => Kind == CloudErrorKind.Conflict;

    public bool IsThrottled => Kind == CloudErrorKind.Throttled;

    public bool IsNoAddresses => Kind == CloudErrorKind.NoAddresses;

    public bool IsQuotaExceeded => Kind == CloudErrorKind.QuotaExceeded;

    public bool IsLimitPerInstance => Kind == CloudErrorKind.LimitPerInstance;

    public bool IsDenied => Kind == CloudErrorKind.Denied;

    public bool IsCredentialsRefused => Kind == CloudErrorKind.CredentialsRefused;

    public bool IsInvalid => Kind == CloudErrorKind.Invalid;

    public bool IsUnavailable => Kind == CloudErrorKind.Unavailable;

    public override string Message => _requestId.Length == 0 ? base.Message : $"{base.Message[..^1]}, request {_requestId})";

    /// <summary>The same refusal once more: an exception that several callers get must not be one object, or their traces mix.</summary>
    public CloudException Again() => Copy(VSwitch, MayBeDone);

    /// <summary>The same refusal, and the vSwitch that it is about.</summary>
    public CloudException Of(string vSwitch) => Copy(vSwitch, MayBeDone);

    /// <summary>The same refusal, of a call of which an earlier request may be done.</summary>
    public CloudException AsMaybeDone() => Copy(VSwitch, true);

    private CloudException Copy(string vSwitch, bool mayBeDone) =>
        new(Kind, Action, Resource, Code, Reason, InnerException) { RequestId = RequestId, VSwitch = vSwitch, MayBeDone = mayBeDone };

    private static string Text(string action, string resource, string code, string reason) =>
        $"{action}{(resource.Length == 0 ? "" : " " + resource)}: {reason} ({code})";
}
