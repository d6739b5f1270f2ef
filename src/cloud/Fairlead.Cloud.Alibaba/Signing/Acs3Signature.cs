using System.Security.Cryptography;
using System.Text;

namespace Fairlead.Cloud.Alibaba.Signing;

/// <summary>The cloud's third signature, <c>ACS3-HMAC-SHA256</c>, as its document "V3 request body and signature" describes it.</summary>
internal static class Acs3Signature
{
    public const string Algorithm = "ACS3-HMAC-SHA256";

    /// <summary>Of the empty body: RPC calls have all that they say in their query.</summary>
    public const string EmptyBodyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    /// <summary>The query as it is sent and as it is signed: sorted by name, octet for octet.</summary>
    public static string Query(IEnumerable<KeyValuePair<string, string>> parameters) => string.Join(
        '&', parameters.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{Encode(pair.Key)}={Encode(pair.Value)}"));

    /// <param name="headers">In lower case: host and those that begin with <c>x-acs-</c>.</param>
    /// <returns>The value of the header <c>Authorization</c>.</returns>
    public static string Authorization(string method, string query, IReadOnlyDictionary<string, string> headers, string keyId, string secret)
    {
        var names = headers.Keys.Order(StringComparer.Ordinal).ToArray();
        var signed = string.Join(';', names);
        var text = new StringBuilder().Append(method).Append("\n/\n").Append(query).Append('\n');
        foreach (var name in names)
        {
            text.Append(name).Append(':').Append(headers[name].Trim()).Append('\n');
        }

        text.Append('\n').Append(signed).Append('\n').Append(headers["x-acs-content-sha256"]);
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
        var signature = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"{Algorithm}\n{hash}"));
        return $"{Algorithm} Credential={keyId},SignedHeaders={signed},Signature={Convert.ToHexStringLower(signature)}";
    }

    /// <summary>RFC 3986: all but letters, digits and <c>-_.~</c> as <c>%XX</c>.</summary>
    private static string Encode(string text) => Uri.EscapeDataString(text);
}
