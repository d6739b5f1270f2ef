using Fairlead.Cloud;

namespace Fairlead.Allocation.Publishing;

/// <summary>What a refusal of the cloud means to people, and what to do.</summary>
internal static class CloudWords
{
    public static string Reason(CloudException error) => error.Kind switch
    {
        CloudErrorKind.Denied => "PermissionMissing",
        CloudErrorKind.CredentialsRefused => "CredentialsRefused",
        CloudErrorKind.QuotaExceeded => "QuotaExceeded",
        CloudErrorKind.LimitPerInstance => "InstanceLimit",
        CloudErrorKind.NoAddresses => "VSwitchFull",
        CloudErrorKind.Unavailable => "CloudUnavailable",
        CloudErrorKind.NotFound => "NotFound",
        CloudErrorKind.Invalid => "Refused",
        CloudErrorKind.Throttled => "Throttled",
        CloudErrorKind.Conflict => "Busy",
        _ => "CloudRefused",
    };

    public static string Message(CloudException error) => error.Kind switch
    {
        CloudErrorKind.Denied => $"the controller's RAM identity lacks {Permission(error.Action)}: grant it; {Words(error)}",
        CloudErrorKind.CredentialsRefused => $"the cloud does not take the controller's credentials: see that there are some, that key and secret belong together and neither is disabled or expired, and that this machine's clock is right; {Words(error)}",
        CloudErrorKind.QuotaExceeded => $"the account can have no more: ask for a higher quota; {Words(error)}",
        CloudErrorKind.LimitPerInstance => $"the instance takes no more, whatever its type's table says: less is planned for a while; {Words(error)}",
        _ => Words(error),
    };

    /// <summary>As a RAM policy writes it, <c>ecs:AttachNetworkInterface</c>.</summary>
    public static string Permission(string action) => (action.Contains("VSwitch") || action.Contains("Route") ? "vpc:" : "ecs:") + action;

    // The request's id is another one at each try: with it, every retry would be news.
    private static string Words(CloudException error) =>
        $"{error.Action}{(error.Resource.Length == 0 ? "" : " " + error.Resource)}: {error.Reason} ({error.Code})";
}
