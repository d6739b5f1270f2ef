using System.Runtime.CompilerServices;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Credentials;

namespace Fairlead.Vpc.OpenApi.Credentials;

/// <summary>
/// The key pairs of a ring: the account's, and those of roles. Any role of the account may be assumed with a token of any of its identity
/// providers: rights and trust are not modelled, and the token's signature is not looked at, for there is no provider to ask for its key.
/// </summary>
public sealed class RingCredentials(KeyRing ring, TimeProvider clock) : ICredentialStore, ISecurityTokenIssuer
{
    // The API reference: 3,600 s where a caller says nothing.
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromHours(1);

    private readonly ConditionalWeakTable<RoleKeys, AccessKey> _roles = [];
    private readonly AccessKey _account = new(ring.Account.Id, ring.Account.Secret, ring.Account.Account);

    public AccessKey? Find(string accessKeyId) =>
        accessKeyId == _account.Id ? _account
        : ring.FindRole(accessKeyId) is { } keys ? _roles.GetValue(keys, Key)
        : null;

    public (AssumedRole? Role, CloudError? Error) Assume(RoleRequest request)
    {
        var (token, error) = IdentityToken.Read(request.Token, clock.GetUtcNow());
        error = !request.ProviderArn.StartsWith($"acs:ram::{ring.Account.Account}:oidc-provider/", StringComparison.Ordinal)
            ? new CloudError("AuthenticationFail.NoPermission", "No such OIDC Provider registered.", 401)
            : error;
        var role = After(request.RoleArn, $"acs:ram::{ring.Account.Account}:role/");
        error ??= role is null ? new CloudError("EntityNotExist.Role", $"The role not exists: {request.RoleArn}.", 404) : null;
        if (error is not null)
        {
            return (null, error);
        }

        var keys = ring.Issue(role!, request.SessionName, request.Lifetime ?? UsualLifetime);
        var key = Key(keys);
        var assumed = new AssumedRole(keys.Id, keys.Secret, keys.SecurityToken, keys.Expires, key.Arn, key.PrincipalId)
        {
            Subject = token!.Subject,
            Issuer = token.Issuer,
            Audience = token.Audience,
        };
        return (assumed, null);
    }

    private AccessKey Key(RoleKeys keys) => new(keys.Id, keys.Secret, ring.Account.Account)
    {
        SecurityToken = keys.SecurityToken,
        Expires = keys.Expires,
        Arn = $"acs:ram::{ring.Account.Account}:assumed-role/{keys.Role}/{keys.Session}",
        IdentityType = "AssumedRoleUser",
        PrincipalId = $"{keys.Role}:{keys.Session}",
    };

    private static string? After(string text, string prefix) =>
        text.Length > prefix.Length && text.StartsWith(prefix, StringComparison.Ordinal) ? text[prefix.Length..] : null;
}
