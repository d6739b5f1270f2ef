using Fairlead.Vpc.Calls;
using Fairlead.Vpc.OpenApi.Binding;
using Fairlead.Vpc.OpenApi.Credentials;
using Fairlead.Vpc.OpenApi.Replies;

namespace Fairlead.Vpc.OpenApi.Actions;

/// <summary>What STS does here: key pairs for whom an identity provider vouches, and who somebody is.</summary>
internal static class StsActions
{
    public const string WhoAmI = "GetCallerIdentity";

    /// <summary>The one call that needs no signature: its caller has no key pair yet.</summary>
    public const string AssumeRole = "AssumeRoleWithOIDC";

    public static void WriteIdentity(ReplyWriter w, AccessKey key)
    {
        w.Text("IdentityType"u8, key.IdentityType);
        w.Text("AccountId"u8, key.Account);
        w.Text("PrincipalId"u8, key.PrincipalId);
        w.Text("UserId"u8, key.PrincipalId);
        w.Text("Arn"u8, key.Arn);
    }

    /// <summary>Lengths and ranges are those of the API reference of AssumeRoleWithOIDC.</summary>
    public static (AssumedRole? Role, CloudError? Error) Assume(ParameterReader p, ISecurityTokenIssuer? issuer)
    {
        var lifetime = p.Number("DurationSeconds"u8, least: 900, most: 43200);
        var request = new RoleRequest(
            p.Required("RoleArn"u8),
            p.Required("OIDCProviderArn"u8),
            p.Required("OIDCToken"u8),
            p.Required("RoleSessionName"u8),
            lifetime is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
        // Rights are not modelled: a policy that takes some away would be a wrong success.
        p.Refuse("Policy");
        if (p.Error is null && request.Token.Length is < 4 or > 20_000)
        {
            p.Malformed("OIDCToken"u8);
        }

        return p.Error is { } error ? (null, error)
            : issuer is null ? (null, new CloudError("EntityNotExist.OIDCProvider", "The OIDC provider does not exist.", 404))
            : issuer.Assume(request);
    }

    public static void WriteRole(ReplyWriter w, AssumedRole role)
    {
        w.OpenObject("Credentials"u8);
        w.Text("AccessKeyId"u8, role.AccessKeyId);
        w.Text("AccessKeySecret"u8, role.AccessKeySecret);
        w.Text("SecurityToken"u8, role.SecurityToken);
        w.Moment("Expiration"u8, role.Expires);
        w.CloseObject("Credentials"u8);
        w.OpenObject("AssumedRoleUser"u8);
        w.Text("Arn"u8, role.Arn);
        w.Text("AssumedRoleId"u8, role.UserId);
        w.CloseObject("AssumedRoleUser"u8);
        w.OpenObject("OIDCTokenInfo"u8);
        w.Text("Subject"u8, role.Subject);
        w.Text("Issuer"u8, role.Issuer);
        w.Text("ClientIds"u8, role.Audience);
        w.CloseObject("OIDCTokenInfo"u8);
    }
}
