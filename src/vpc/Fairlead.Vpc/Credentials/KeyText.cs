using System.Security.Cryptography;

namespace Fairlead.Vpc.Credentials;

/// <summary>Letters and digits as key ids and secrets are made of.</summary>
internal static class KeyText
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

    public static string Random(RandomNumberGenerator random, int length)
    {
        // What is at or above the last whole multiple of 62 is drawn again, or some letters would be likelier than others.
        const int Fair = 256 / 62 * 62;
        Span<char> text = stackalloc char[length];
        Span<byte> drawn = stackalloc byte[1];
        for (var i = 0; i < length;)
        {
            random.GetBytes(drawn);
            if (drawn[0] < Fair)
            {
                text[i++] = Letters[drawn[0] % Letters.Length];
            }
        }

        return new string(text);
    }
}
