using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Fairlead.Bench.Cloud.Server;

namespace Fairlead.Bench.Cloud.Client;

/// <summary>Calls as the octets that SDKs would send for them, each with a nonce of its own.</summary>
/// <param name="version">Of the product: 2014-05-26 is ECS.</param>
internal sealed class SignedRequest(string keyId, string secret, string version = "2014-05-26")
{
    private const string EmptyHash = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    private readonly byte[] _secret = Encoding.UTF8.GetBytes(secret);
    private readonly byte[] _secretOfVersion1 = Encoding.UTF8.GetBytes(secret + "&");

    public static SignedRequest OfBench { get; } = new(ServedWorlds.KeyId, ServedWorlds.Secret);

    /// <summary>ACS3-HMAC-SHA256 in headers, parameters in the address: as the official SDKs send ECS calls.</summary>
    public byte[] Version3(string action, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var query = Query(Sorted(parameters));
        var headers = new SortedDictionary<string, string>(StringComparer.Ordinal)
        {
            ["host"] = "ecs.bench.local",
            ["x-acs-action"] = action,
            ["x-acs-content-sha256"] = EmptyHash,
            ["x-acs-date"] = Now(),
            ["x-acs-signature-nonce"] = Nonce(),
            ["x-acs-version"] = version,
        };
        var names = string.Join(';', headers.Keys);
        var canonical = $"POST\n/\n{query}\n{string.Concat(headers.Select(header => $"{header.Key}:{header.Value}\n"))}\n{names}\n{EmptyHash}";
        var toSign = $"ACS3-HMAC-SHA256\n{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(canonical)))}";
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(_secret, Encoding.UTF8.GetBytes(toSign)));
        var text = new StringBuilder($"POST /?{query} HTTP/1.1\r\n");
        foreach (var (name, value) in headers)
        {
            text.Append(CultureInfo.InvariantCulture, $"{name}: {value}\r\n");
        }

        text.Append(CultureInfo.InvariantCulture, $"accept: application/json\r\ncontent-length: 0\r\nauthorization: ACS3-HMAC-SHA256 Credential={keyId},SignedHeaders={names},Signature={signature}\r\n\r\n");
        return Encoding.ASCII.GetBytes(text.ToString());
    }

    /// <summary>HMAC-SHA1 in the address, as pop-core sends it.</summary>
    public byte[] Version1(string action, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var all = Sorted(parameters);
        foreach (var (name, value) in new[]
        {
            ("Action", action), ("Version", version), ("Format", "JSON"), ("AccessKeyId", keyId), ("SignatureMethod", "HMAC-SHA1"),
            ("SignatureVersion", "1.0"), ("SignatureNonce", Nonce()), ("Timestamp", Now()),
        })
        {
            all[name] = value;
        }

        var toSign = $"GET&%2F&{Uri.EscapeDataString(Query(all))}";
        all["Signature"] = Convert.ToBase64String(HMACSHA1.HashData(_secretOfVersion1, Encoding.UTF8.GetBytes(toSign)));
        return Encoding.ASCII.GetBytes($"GET /?{Query(all)} HTTP/1.1\r\nHost: ecs.bench.local\r\n\r\n");
    }

    private static SortedDictionary<string, string> Sorted(ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var all = new SortedDictionary<string, string>(StringComparer.Ordinal) { ["RegionId"] = "cn-hangzhou" };
        foreach (var (name, value) in parameters)
        {
            all[name] = value;
        }

        return all;
    }

    private static string Query(SortedDictionary<string, string> parameters) =>
        string.Join('&', parameters.Select(pair => $"{Uri.EscapeDataString(pair.Key)}={Uri.EscapeDataString(pair.Value)}"));

    private static string Now() => DateTime.UtcNow.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static string Nonce() => Guid.NewGuid().ToString("N");
}
