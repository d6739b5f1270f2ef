namespace Fairlead.Cloud.Alibaba.Calls;

/// <summary>What the cloud's codes mean. Codes as in the documents of the ECS and VPC APIs, and as its users met them.</summary>
public static class ErrorCodes
{
    // Codes that mean something else than their form says.
    private static readonly Dictionary<string, CloudErrorKind> Exact = new(StringComparer.Ordinal)
    {
        ["InvalidVSwitchId.IpNotEnough"] = CloudErrorKind.NoAddresses,
        // ECS sometimes says this for a vSwitch that is empty.
        ["QuotaExceeded.PrivateIpAddress"] = CloudErrorKind.NoAddresses,
        ["EniPerInstanceLimitExceeded"] = CloudErrorKind.LimitPerInstance,
        ["InvalidOperation.Ipv4CountExceeded"] = CloudErrorKind.LimitPerInstance,
        ["InvalidOperation.Ipv6CountExceeded"] = CloudErrorKind.LimitPerInstance,
        ["InvalidOperation.Ipv4PrefixCountExceeded"] = CloudErrorKind.LimitPerInstance,
        ["InvalidOperation.Ipv6PrefixCountExceeded"] = CloudErrorKind.LimitPerInstance,
        ["InvalidIp.IpUnassigned"] = CloudErrorKind.NotFound,
        ["InvalidIp.IpNotExists"] = CloudErrorKind.NotFound,
        ["InternalError"] = CloudErrorKind.Unavailable,
        ["UnknownError"] = CloudErrorKind.Unavailable,
        ["ServiceUnavailable"] = CloudErrorKind.Unavailable,
        ["SystemBusy"] = CloudErrorKind.Conflict,
        ["InvalidAction.NotFound"] = CloudErrorKind.Invalid,
        ["InvalidApi.NotFound"] = CloudErrorKind.Invalid,
        ["InvalidRegionId.NotFound"] = CloudErrorKind.Invalid,
        ["InvalidVersion"] = CloudErrorKind.Invalid,
        ["IdempotentParameterMismatch"] = CloudErrorKind.Invalid,
        ["SignatureDoesNotMatch"] = CloudErrorKind.CredentialsRefused,
        ["IncompleteSignature"] = CloudErrorKind.CredentialsRefused,
        ["SignatureNonceUsed"] = CloudErrorKind.CredentialsRefused,
        ["MissingSecurityToken"] = CloudErrorKind.CredentialsRefused,
        ["NoPermission"] = CloudErrorKind.Denied,
    };

    private static readonly string[] CredentialForms =
        ["InvalidAccessKeyId", "InvalidSecurityToken", "InvalidTimeStamp", "IllegalTimestamp", "UserDisable"];

    private static readonly string[] ConflictForms =
    [
        "Conflict", "Incorrect", "InvalidEniState", "InvalidEcsState", "InvalidStatus", "IpAssigned", "Idempoten", "LastTokenProcessing",
        "Duplicated", "AlreadyExist", "DependencyViolation",
    ];

    // In this order: the first that fits counts.
    private static readonly (Func<string, bool> Fits, CloudErrorKind Kind)[] Forms =
    [
        (code => code.StartsWith("Throttling", StringComparison.Ordinal), CloudErrorKind.Throttled),
        (code => Starts(code, CredentialForms), CloudErrorKind.CredentialsRefused),
        (code => Starts(code, "Forbidden", "NoPermission"), CloudErrorKind.Denied),
        (code => Has(code, "NotFound", "NotExist"), CloudErrorKind.NotFound),
        (code => Has(code, "LimitExceed", "CountExceed"), CloudErrorKind.QuotaExceeded),
        (code => Has(code, "QuotaExceed", "QuotaFull", "QUOTA"), CloudErrorKind.QuotaExceeded),
        (code => Has(code, ConflictForms), CloudErrorKind.Conflict),
        (code => Starts(code, "Invalid", "Missing", "Malformed", "Illegal", "Unsupported", "IncompatibleParameter"), CloudErrorKind.Invalid),
    ];

    // The other request is over soon, so the same one may be granted then.
    private static readonly HashSet<string> Passing = new(StringComparer.Ordinal)
    {
        "Operation.Conflict", "OperationConflict", "TaskConflict", "SystemBusy", "LastTokenProcessing", "OperationFailed.LastTokenProcessing",
        "IdempotentProcessing", "IncorrectRouteTableStatus", "IncorrectVpcStatus", "IncorrectStatus.RouteTableStatus", "IncorrectVSwitchStatus", "IncorrectRouteEntryStatus",
    };

    /// <param name="status">HTTP status of the answer.</param>
    public static CloudErrorKind KindOf(string code, int status)
    {
        if (Exact.TryGetValue(code, out var kind))
        {
            return kind;
        }

        foreach (var (fits, form) in Forms)
        {
            if (fits(code))
            {
                return form;
            }
        }

        return status switch
        {
            429 => CloudErrorKind.Throttled,
            >= 500 => CloudErrorKind.Unavailable,
            401 => CloudErrorKind.CredentialsRefused,
            403 => CloudErrorKind.Denied,
            404 => CloudErrorKind.NotFound,
            _ => CloudErrorKind.Unknown,
        };
    }

    /// <summary>Whether the same request may be granted a little later.</summary>
    internal static bool MayPass(CloudException error) =>
        error.Kind is CloudErrorKind.Throttled or CloudErrorKind.Unavailable || Passing.Contains(error.Code) || error.Code == "SignatureNonceUsed";

    /// <summary>Credentials that were good may not be any more: worth one look whether there are newer ones.</summary>
    internal static bool IsAboutKeys(CloudException error) =>
        Starts(error.Code, "InvalidAccessKeyId", "InvalidSecurityToken", "MissingSecurityToken") || error.Code is "SignatureDoesNotMatch" or "IncompleteSignature";

    internal static bool IsAboutTime(CloudException error) => Starts(error.Code, "InvalidTimeStamp", "IllegalTimestamp");

    private static bool Starts(string code, params ReadOnlySpan<string> beginnings)
    {
        foreach (var beginning in beginnings)
        {
            if (code.StartsWith(beginning, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Has(string code, params ReadOnlySpan<string> parts)
    {
        foreach (var part in parts)
        {
            if (code.Contains(part, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }
}
