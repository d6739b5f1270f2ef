using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Fairlead.Vpc.Metadata;

/// <summary>
/// Tokens of the service's hardened mode. A token says when it ends and is sealed for one instance, so that none need be remembered; a new
/// run of the program has a new seal, and asks for new tokens, as the service does after an instance was moved.
/// </summary>
public sealed class MetadataTokens(byte[] seal, TimeProvider clock)
{
    /// <summary>Seconds that a token may live, as documented.</summary>
    public const int Longest = 21600;

    private const int TimeLength = 8;

    public string Issue(string instance, int seconds)
    {
        var token = new byte[TimeLength + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt64BigEndian(token, (clock.GetUtcNow() + TimeSpan.FromSeconds(seconds)).UtcTicks);
        Seal(token.AsSpan(0, TimeLength), instance, token.AsSpan(TimeLength));
        return Convert.ToBase64String(token);
    }

    public bool IsValid(string instance, string token)
    {
        Span<byte> read = stackalloc byte[TimeLength + SHA256.HashSizeInBytes];
        Span<byte> expected = stackalloc byte[SHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64String(token, read, out var length) || length != read.Length)
        {
            return false;
        }

        Seal(read[..TimeLength], instance, expected);
        return CryptographicOperations.FixedTimeEquals(read[TimeLength..], expected)
            && BinaryPrimitives.ReadInt64BigEndian(read) > clock.GetUtcNow().UtcTicks;
    }

    private void Seal(ReadOnlySpan<byte> time, string instance, Span<byte> into)
    {
        var name = Encoding.UTF8.GetBytes(instance);
        Span<byte> sealed_ = stackalloc byte[TimeLength + name.Length];
        time.CopyTo(sealed_);
        name.CopyTo(sealed_[TimeLength..]);
        HMACSHA256.HashData(seal, sealed_, into);
    }
}
