using System.Security.Cryptography;
using System.Text;

namespace Fairlead.Allocation.Naming;

/// <summary>
/// Client tokens made of names that a restarted controller knows too: it asks for the same thing with the same token, and gets what the
/// first call made.
/// </summary>
internal static class CallTokens
{
    /// <returns>32 hexadecimal digits.</returns>
    public static string Of(params ReadOnlySpan<string> names) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', names!)))[..16]);
}
