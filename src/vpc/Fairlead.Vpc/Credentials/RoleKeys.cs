namespace Fairlead.Vpc.Credentials;

/// <summary>A key pair that stands for a role for some time.</summary>
/// <param name="Id"><c>STS.…</c>.</param>
/// <param name="SecurityToken">Must come along with every call that is signed with the pair.</param>
/// <param name="Role">Name of the role.</param>
/// <param name="Session">Who assumed it: an instance's id, or what the caller named it.</param>
public sealed record RoleKeys(string Id, string Secret, string SecurityToken, string Role, string Session, DateTimeOffset Issued, DateTimeOffset Expires)
{
    /// <summary>Never the secret or the token: this is what reaches logs.</summary>
    public override string ToString() => $"{Id} of role {Role}";
}
