using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.OpenApi.Credentials;
using Fairlead.Vpc.OpenApi.Requests;

namespace Fairlead.Vpc.OpenApi.Signing;

/// <summary>Who made a request, or why that is not believed.</summary>
internal sealed class SignatureCheck(ICredentialStore credentials, TimeProvider clock)
{
    // What says who wants what, and must not be changed on the way.
    private static readonly string[] MustBeSigned = ["x-acs-action", "x-acs-version", "x-acs-date", "x-acs-signature-nonce", "x-acs-content-sha256", "x-acs-security-token"];

    private readonly NonceMemory _nonces = new(clock, RequestTime.Window);

    public (AccessKey? Key, CloudError? Error) Check(ApiRequest request)
    {
        var header = request.Headers.Authorization.ToString();
        return header.StartsWith(SignatureVersion3.Algorithm + " ", StringComparison.Ordinal) ? Version3(request, header)
            : header.Length > 0 ? (null, GatewayErrors.Incomplete)
            : Version1(request);
    }

    private (AccessKey? Key, CloudError? Error) Version1(ApiRequest request)
    {
        var (id, nonce, time) = (request.Text("AccessKeyId"u8), request.Text("SignatureNonce"u8), request.Text("Timestamp"u8));
        var error = id is null ? GatewayErrors.Missing("AccessKeyId")
            : request.Parameters.Get("Signature"u8).IsEmpty ? GatewayErrors.Missing("Signature")
            : MethodError(request)
            ?? (nonce is null ? GatewayErrors.Missing("SignatureNonce") : time is null ? GatewayErrors.Missing("Timestamp") : null)
            ?? RequestTime.Check(time, clock.GetUtcNow());
        if (error is not null)
        {
            return (null, error);
        }

        if (credentials.Find(id!) is not { } key)
        {
            return (null, GatewayErrors.UnknownKey);
        }

        error = TokenError(key, request.Text("SecurityToken"u8))
            ?? (SignatureVersion1.IsRight(request, key) ? null : GatewayErrors.WrongSignature(SignatureVersion1.StringToSign(request)));
        return Believe(key, nonce!, error);
    }

    private static CloudError? MethodError(ApiRequest request)
    {
        var method = request.Parameters.Get("SignatureMethod"u8);
        var version = request.Parameters.Get("SignatureVersion"u8);
        return !method.IsEmpty && !method.SequenceEqual("HMAC-SHA1"u8) ? GatewayErrors.UnknownSignatureMethod
            : version.IsEmpty ? GatewayErrors.Missing("SignatureVersion")
            : !version.SequenceEqual("1.0"u8) ? GatewayErrors.Invalid("SignatureVersion")
            : null;
    }

    private (AccessKey? Key, CloudError? Error) Version3(ApiRequest request, string header)
    {
        var authorization = Authorization.Read(header);
        if (!authorization.IsComplete || !SignsEnough(request, authorization))
        {
            return (null, GatewayErrors.Incomplete);
        }

        var (time, nonce) = (request.Headers["x-acs-date"].ToString(), request.Headers["x-acs-signature-nonce"].ToString());
        var error = time.Length == 0 ? GatewayErrors.Missing("Timestamp")
            : nonce.Length == 0 ? GatewayErrors.Missing("SignatureNonce")
            : request.Headers["x-acs-content-sha256"].Count == 0 ? GatewayErrors.Incomplete
            : RequestTime.Check(time, clock.GetUtcNow());
        if (error is not null)
        {
            return (null, error);
        }

        if (credentials.Find(request.Hash.Id(authorization.Credential)) is not { } key)
        {
            return (null, GatewayErrors.UnknownKey);
        }

        error = TokenError(key, request.HeaderOr("x-acs-security-token", "SecurityToken"u8))
            ?? (SignatureVersion3.IsRight(request, authorization, key) ? null : GatewayErrors.WrongSignature(SignatureVersion3.StringToSign(request, authorization)));
        return Believe(key, nonce, error);
    }

    private static bool SignsEnough(ApiRequest request, Authorization authorization)
    {
        if (!authorization.Signs("host"))
        {
            return false;
        }

        foreach (var name in MustBeSigned)
        {
            if (request.Headers.ContainsKey(name) && !authorization.Signs(name))
            {
                return false;
            }
        }

        return true;
    }

    private CloudError? TokenError(AccessKey key, string? token) => (key.SecurityToken, token) switch
    {
        (null, null) => null,
        (null, _) => GatewayErrors.TokenOfAnother,
        (_, null) => GatewayErrors.Missing("SecurityToken"),
        var (right, given) when !IsSame(right, given) => GatewayErrors.TokenMalformed,
        _ => key.Expires <= clock.GetUtcNow() ? GatewayErrors.TokenExpired : null,
    };

    private static bool IsSame(string right, string given) =>
        CryptographicOperations.FixedTimeEquals(MemoryMarshal.AsBytes(right.AsSpan()), MemoryMarshal.AsBytes(given.AsSpan()));

    // A nonce counts as used only by who could sign: else anybody could use up anybody's.
    private (AccessKey? Key, CloudError? Error) Believe(AccessKey key, string nonce, CloudError? error)
    {
        error ??= _nonces.TryUse(key.Id, nonce) ? null : GatewayErrors.NonceUsed;
        return error is null ? (key, null) : (null, error);
    }
}
