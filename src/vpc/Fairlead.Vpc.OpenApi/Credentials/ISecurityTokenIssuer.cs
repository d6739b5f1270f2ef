using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.OpenApi.Credentials;

/// <summary>What AssumeRoleWithOIDC is asked for.</summary>
/// <param name="RoleArn"><c>acs:ram::ACCOUNT:role/NAME</c>.</param>
/// <param name="ProviderArn"><c>acs:ram::ACCOUNT:oidc-provider/NAME</c>.</param>
/// <param name="Token">The identity provider's, as it issued it.</param>
/// <param name="Lifetime">How long the key pair is to live; null for the role's default.</param>
public sealed record RoleRequest(string RoleArn, string ProviderArn, string Token, string SessionName, TimeSpan? Lifetime);

/// <summary>A role's key pair.</summary>
/// <param name="Arn">Of who has assumed it: <c>acs:ram::ACCOUNT:assumed-role/ROLE/SESSION</c>.</param>
/// <param name="UserId">Id of who has assumed it: <c>ROLE-ID:SESSION</c>.</param>
public sealed record AssumedRole(string AccessKeyId, string AccessKeySecret, string SecurityToken, DateTimeOffset Expires, string Arn, string UserId)
{
    /// <summary>Of the identity provider's token, as are issuer and audience.</summary>
    public string Subject { get; init; } = "";

    public string Issuer { get; init; } = "";

    public string Audience { get; init; } = "";
}

/// <summary>Gives key pairs to who has a token of an identity provider.</summary>
public interface ISecurityTokenIssuer
{
    /// <returns>A key pair, or the cloud's no; one of the two is null.</returns>
    (AssumedRole? Role, CloudError? Error) Assume(RoleRequest request);
}
