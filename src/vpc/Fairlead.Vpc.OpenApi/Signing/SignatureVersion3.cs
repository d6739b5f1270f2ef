using System.Buffers;
using System.Collections.Frozen;
using System.Security.Cryptography;
using System.Text;
using Fairlead.Vpc.OpenApi.Credentials;
using Fairlead.Vpc.OpenApi.Requests;
using Fairlead.Vpc.OpenApi.Texts;
using Microsoft.Extensions.Primitives;

namespace Fairlead.Vpc.OpenApi.Signing;

/// <summary>ACS3-HMAC-SHA256 over method, path, query, some headers and a hash of the body, as the cloud documents it for its newer SDKs.</summary>
internal static class SignatureVersion3
{
    public const string Algorithm = "ACS3-HMAC-SHA256";

    // Most calls have no body.
    private static readonly byte[] HashOfNothing = Encoding.ASCII.GetBytes(Convert.ToHexStringLower(SHA256.HashData([])));

    // Found by a part of the list of names without a string of its own.
    private static readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> KnownHeaders = FrozenSet.Create(
        StringComparer.Ordinal, "host", "content-type", "x-acs-accesskey-id", "x-acs-action", "x-acs-content-sha256", "x-acs-credentials-provider",
        "x-acs-date", "x-acs-security-token", "x-acs-signature-nonce", "x-acs-version").GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>Lines of method, path, query, headers, an empty one, their names and the body's hash.</summary>
    public static void WriteCanonicalRequest(ApiRequest request, ReadOnlySpan<char> signedHeaders, ByteText text)
    {
        text.Clear();
        text.Append(request.Method);
        text.Append("\n"u8);
        text.Append(request.Path);
        text.Append("\n"u8);
        WriteQuery(request.Parameters, text);
        text.Append("\n"u8);
        foreach (var name in signedHeaders.Split(';'))
        {
            WriteHeader(signedHeaders[name], request, text);
        }

        text.Append("\n"u8);
        text.Append(signedHeaders);
        text.Append("\n"u8);
        WriteHash(request.Body.Span, text);
    }

    /// <summary>Compares in a time that does not depend on where the difference is.</summary>
    public static bool IsRight(ApiRequest request, Authorization authorization, AccessKey key)
    {
        WriteStringToSign(request, authorization);
        Span<byte> right = stackalloc byte[HMACSHA256.HashSizeInBytes];
        request.Hash.Version3(key, request.Scratch.Span, right);
        Span<byte> given = stackalloc byte[HMACSHA256.HashSizeInBytes];
        return authorization.Signature.Length == given.Length * 2
            && Convert.FromHexString(authorization.Signature, given, out _, out _) == OperationStatus.Done
            && CryptographicOperations.FixedTimeEquals(given, right);
    }

    /// <summary>For the caller who got it wrong: the string to sign, and what its hash is of.</summary>
    public static string StringToSign(ApiRequest request, Authorization authorization)
    {
        WriteCanonicalRequest(request, authorization.SignedHeaders, request.Scratch);
        var canonical = Encoding.UTF8.GetString(request.Scratch.Span);
        WriteStringToSign(request, authorization);
        return $"{Encoding.UTF8.GetString(request.Scratch.Span)}, server canonical request is:{canonical}";
    }

    private static void WriteStringToSign(ApiRequest request, Authorization authorization)
    {
        var text = request.Scratch;
        WriteCanonicalRequest(request, authorization.SignedHeaders, text);
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text.Span, hash);
        text.Clear();
        text.Append("ACS3-HMAC-SHA256\n"u8);
        WriteHex(hash, text);
    }

    private static void WriteQuery(ParameterSet parameters, ByteText text)
    {
        var first = true;
        for (var i = 0; i < parameters.Count; i++)
        {
            if (parameters.IsInQuery(i))
            {
                text.Append(first ? [] : "&"u8);
                text.AppendEncoded(parameters.Name(i));
                text.Append("="u8);
                text.AppendEncoded(parameters.Value(i));
                first = false;
            }
        }
    }

    private static void WriteHeader(ReadOnlySpan<char> name, ApiRequest request, ByteText text)
    {
        text.Append(name);
        text.Append(":"u8);
        var values = request.Headers[KnownHeaders.TryGetValue(name, out var known) ? known : name.ToString()];
        text.Append(values.Count == 1 ? values[0].AsSpan().Trim() : Joined(values));
        text.Append("\n"u8);
    }

    private static string Joined(StringValues values) => string.Join(',', values.Select(value => value?.Trim()).Order(StringComparer.Ordinal));

    private static void WriteHash(ReadOnlySpan<byte> body, ByteText text)
    {
        if (body.IsEmpty)
        {
            text.Append(HashOfNothing);
            return;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, hash);
        WriteHex(hash, text);
    }

    private static void WriteHex(ReadOnlySpan<byte> hash, ByteText text)
    {
        Span<byte> hex = stackalloc byte[SHA256.HashSizeInBytes * 2];
        Convert.TryToHexStringLower(hash, hex, out _);
        text.Append(hex);
    }
}
