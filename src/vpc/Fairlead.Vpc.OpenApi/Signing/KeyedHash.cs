using System.Security.Cryptography;
using Fairlead.Vpc.OpenApi.Credentials;

namespace Fairlead.Vpc.OpenApi.Signing;

/// <summary>
/// Hashes with a caller's key. One per connection: whoever calls on it mostly calls with the same key, and to set a key up takes longer
/// than to hash with it.
/// </summary>
internal sealed class KeyedHash
{
    private AccessKey? _key;
    private IncrementalHash? _version1;
    private IncrementalHash? _version3;
    private string _id = "";

    /// <summary>A key id as a string; the same one where it is that of the last request.</summary>
    public string Id(ReadOnlySpan<char> id)
    {
        if (!id.SequenceEqual(_id))
        {
            _id = id.ToString();
        }

        return _id;
    }

    /// <summary>HMAC-SHA1 of signature version 1.</summary>
    public void Version1(AccessKey key, ReadOnlySpan<byte> text, Span<byte> hash)
    {
        Use(key);
        Compute(_version1 ??= IncrementalHash.CreateHMAC(HashAlgorithmName.SHA1, key.SecretKeyOfVersion1), text, hash);
    }

    /// <summary>HMAC-SHA256 of signature version 3.</summary>
    public void Version3(AccessKey key, ReadOnlySpan<byte> text, Span<byte> hash)
    {
        Use(key);
        Compute(_version3 ??= IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, key.SecretKey), text, hash);
    }

    private static void Compute(IncrementalHash hmac, ReadOnlySpan<byte> text, Span<byte> hash)
    {
        hmac.AppendData(text);
        hmac.GetHashAndReset(hash);
    }

    private void Use(AccessKey key)
    {
        if (ReferenceEquals(key, _key))
        {
            return;
        }

        _version1?.Dispose();
        _version3?.Dispose();
        (_key, _version1, _version3) = (key, null, null);
    }
}
