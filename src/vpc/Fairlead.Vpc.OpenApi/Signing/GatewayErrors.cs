using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.OpenApi.Signing;

/// <summary>
/// What the gateway before all products says. Codes, messages and statuses are those of the cloud's list of common client errors; the
/// text with the string to sign is what its users quote.
/// </summary>
internal static class GatewayErrors
{
    public static CloudError UnknownAction { get; } = new("InvalidAction.NotFound", "Specified api is not found, please check your url and method.", 404);

    public static CloudError UnknownVersion { get; } = new("InvalidVersion", "Specified parameter Version is not valid.");

    public static CloudError UnknownFormat { get; } = new("InvalidParameter.Format", "Specified parameter format is not valid.");

    public static CloudError UnknownMethod { get; } = new("UnsupportedHTTPMethod", "This http method is not supported.");

    public static CloudError BrokenEncoding { get; } = new("InvalidParameter", "The request contains a parameter that is not correctly percent-encoded UTF-8.");

    public static CloudError TooLarge { get; } = new("RequestEntityTooLarge", "The request body exceeds the size that is allowed.", 413);

    public static CloudError TooSlow { get; } = new("RequestTimeout", "The request was not received completely in time.", 408);

    public static CloudError Malformed { get; } = new("BadRequest", "The request is malformed.");

    public static CloudError Internal { get; } = new("InternalError", "The request processing has failed due to some unknown error.", 500);

    public static CloudError UnknownKey { get; } = new("InvalidAccessKeyId.NotFound", "Specified access key is not found.", 404);

    public static CloudError UnknownSignatureMethod { get; } = new("InvalidSignatureMethod", "Specified signature method is not valid.");

    public static CloudError TimestampFormat { get; } = new("InvalidTimeStamp.Format", "Specified time stamp or date value is not well formatted.");

    public static CloudError TimestampExpired { get; } = new("InvalidTimeStamp.Expired", "Specified time stamp or date value is expired.");

    public static CloudError NonceUsed { get; } = new("SignatureNonceUsed", "Specified signature nonce was used already.");

    public static CloudError Incomplete { get; } = new("IncompleteSignature", "The request signature does not conform to Aliyun standards.");

    public static CloudError TokenMalformed { get; } = new("InvalidSecurityToken.Malformed", "Specified SecurityToken is malformed.");

    public static CloudError TokenOfAnother { get; } = new("InvalidSecurityToken.MismatchWithAccessKey", "Specified SecurityToken mismatch with the AccessKey.");

    public static CloudError TokenExpired { get; } = new("InvalidSecurityToken.Expired", "Specified SecurityToken is expired.");

    public static CloudError Missing(string parameter) => new($"Missing{parameter}", $"{parameter} is mandatory for this action.");

    public static CloudError Invalid(string parameter) => new($"Invalid{parameter}", $"Specified parameter {parameter} is not valid.");

    public static CloudError WrongSignature(string text) =>
        new("SignatureDoesNotMatch", $"Specified signature is not matched with our calculation. server string to sign is:{text}");
}
