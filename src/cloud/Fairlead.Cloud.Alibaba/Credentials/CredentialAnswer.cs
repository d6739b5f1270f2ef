using System.Globalization;
using System.Text.Json;

namespace Fairlead.Cloud.Alibaba.Credentials;

/// <summary>Credentials that expire, as the metadata service and STS write them: the same four fields in JSON.</summary>
internal static class CredentialAnswer
{
    /// <exception cref="CredentialSourceException">A field is missing or wrong. The message never quotes the answer.</exception>
    public static Credential Read(JsonElement fields, string source)
    {
        var id = Text(fields, "AccessKeyId");
        var secret = Text(fields, "AccessKeySecret");
        var token = Text(fields, "SecurityToken");
        var expiration = Text(fields, "Expiration");
        if (!DateTimeOffset.TryParse(expiration, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var expires))
        {
            throw new CredentialSourceException("the answer's Expiration is no time", isUnused: false);
        }

        return new Credential(id, new Secret(secret), new Secret(token), expires, source);
    }

    private static string Text(JsonElement fields, string name) =>
        fields.ValueKind == JsonValueKind.Object && fields.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String &&
        field.GetString() is { Length: > 0 } text
            ? text
            : throw new CredentialSourceException($"the answer has no {name}", isUnused: false);
}
