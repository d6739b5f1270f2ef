using System.Security.Cryptography;

namespace Fairlead.Vpc.Credentials;

/// <summary>An account's own key pair. It does not end.</summary>
/// <param name="Account">Number of the account.</param>
/// <param name="Id"><c>LTAI…</c>.</param>
public sealed record AccountKeys(string Account, string Id, string Secret)
{
    public static AccountKeys Create(string account, RandomNumberGenerator random) =>
        new(account, "LTAI5t" + KeyText.Random(random, 18), KeyText.Random(random, 30));

    /// <summary>Never the secret: this is what reaches logs.</summary>
    public override string ToString() => Id;
}
