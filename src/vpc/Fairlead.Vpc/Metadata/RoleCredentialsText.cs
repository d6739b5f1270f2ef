using System.Globalization;
using System.Text.Json.Nodes;
using Fairlead.Vpc.Credentials;

namespace Fairlead.Vpc.Metadata;

/// <summary>A role's key pair as the metadata service writes it.</summary>
public static class RoleCredentialsText
{
    public static string Of(RoleKeys keys) => new JsonObject
    {
        ["AccessKeyId"] = keys.Id,
        ["AccessKeySecret"] = keys.Secret,
        ["Expiration"] = Time(keys.Expires),
        ["SecurityToken"] = keys.SecurityToken,
        ["LastUpdated"] = Time(keys.Issued),
        ["Code"] = "Success",
    }.ToJsonString(Plain);

    private static readonly System.Text.Json.JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
