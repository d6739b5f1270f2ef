using Fairlead.Cloud.Alibaba.Credentials;

namespace Fairlead.Cloud.Alibaba.Calls;

/// <summary>Answers may echo the request: what they say is quoted without its secrets, however they were encoded, and not at any length.</summary>
internal sealed class Redaction(Credential credential, string authorization)
{
    private const int Longest = 400;

    private readonly string[] _secrets = Spellings(
        credential.AccessKeySecret.Reveal(), credential.SecurityToken?.Reveal() ?? "", authorization, authorization[(authorization.LastIndexOf('=') + 1)..]);

    public string Clean(string text)
    {
        // What follows is for whoever writes a signature of his own, and as long as the request.
        var echo = text.IndexOf(" server string to sign", StringComparison.Ordinal);
        text = echo < 0 ? text : text[..echo];
        foreach (var secret in _secrets)
        {
            text = text.Replace(secret, "***", StringComparison.OrdinalIgnoreCase);
        }

        text = string.Concat(text.Select(octet => char.IsControl(octet) ? ' ' : octet));
        return text.Length <= Longest ? text : text[..Longest] + "…";
    }

    private static string[] Spellings(params string[] secrets) => secrets
        .Where(secret => secret.Length > 0)
        .SelectMany(secret => new[] { secret, Uri.EscapeDataString(secret), Uri.EscapeDataString(Uri.EscapeDataString(secret)), secret.Replace("/", "\\/") })
        .Distinct()
        .OrderByDescending(secret => secret.Length)
        .ToArray();
}
