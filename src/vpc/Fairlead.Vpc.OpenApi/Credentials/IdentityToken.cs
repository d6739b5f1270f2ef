using System.Buffers.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.OpenApi.Credentials;

/// <summary>What a JSON web token (RFC 7519) of an identity provider says. Codes and messages are those of STS's error table.</summary>
internal sealed record IdentityToken(string Subject, string Issuer, string Audience)
{
    public static (IdentityToken? Token, CloudError? Error) Read(string text, DateTimeOffset now)
    {
        var parts = text.Split('.');
        if (parts.Length != 3)
        {
            return (null, Invalid("The number of Jwt field should be divided into 3 parts with '.' ."));
        }

        if (Claims(parts[1]) is not { } claims)
        {
            return (null, Invalid("The Jwt content is invalid that cannot be recognized."));
        }

        // RFC 7519, section 4.1.4: seconds since 1970.
        return claims["exp"] is JsonValue expiry && expiry.TryGetValue(out double seconds) && seconds <= now.ToUnixTimeSeconds()
            ? (null, new CloudError("AuthenticationFail.OIDCToken.Expired", "This JsonWebToken is expired.", 401))
            : (new IdentityToken(Text(claims["sub"]), Text(claims["iss"]), Text(claims["aud"])), null);
    }

    private static JsonObject? Claims(string part)
    {
        try
        {
            return Base64Url.IsValid(part) ? JsonNode.Parse(Base64Url.DecodeFromChars(part)) as JsonObject : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string Text(JsonNode? claim) => claim switch
    {
        JsonArray several => string.Join(',', several.Select(Text)),
        null => "",
        _ => claim.ToString(),
    };

    private static CloudError Invalid(string message) => new("AuthenticationFail.OIDCToken.Invalid", message, 401);
}
