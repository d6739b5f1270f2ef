using System.Text;

namespace Fairlead.Vpc.OpenApi.Credentials;

/// <summary>A key pair that calls are signed with.</summary>
/// <param name="id">What a call names: <c>LTAI…</c> of an account, <c>STS.…</c> of a role.</param>
/// <param name="account">Number of the account that it belongs to.</param>
public sealed class AccessKey(string id, string secret, string account)
{
    public string Id { get; } = id;

    public string Account { get; } = account;

    /// <summary>What must come along with the key pair of a role; null where the pair is enough.</summary>
    public string? SecurityToken { get; init; }

    /// <summary>When a role's key pair ends; null for never.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Who it stands for, as GetCallerIdentity says it: <c>acs:ram::ACCOUNT:root</c>, <c>acs:ram::ACCOUNT:assumed-role/ROLE/SESSION</c>.</summary>
    public string Arn { get; init; } = $"acs:ram::{account}:root";

    /// <summary><c>Account</c>, <c>RAMUser</c> or <c>AssumedRoleUser</c>.</summary>
    public string IdentityType { get; init; } = "Account";

    /// <summary>Id of the account, of the user, or <c>ROLE-ID:SESSION</c>.</summary>
    public string PrincipalId { get; init; } = account;

    /// <summary>Key of the HMAC of signature version 3.</summary>
    internal byte[] SecretKey { get; } = Encoding.UTF8.GetBytes(secret);

    /// <summary>Key of the HMAC of signature version 1: the secret and an ampersand.</summary>
    internal byte[] SecretKeyOfVersion1 { get; } = Encoding.UTF8.GetBytes(secret + "&");

    /// <summary>Never the secret or the token: this is what reaches logs.</summary>
    public override string ToString() => Id;
}
