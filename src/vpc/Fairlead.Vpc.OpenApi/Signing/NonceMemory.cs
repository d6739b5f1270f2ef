using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Fairlead.Vpc.OpenApi.Signing;

/// <summary>Which nonces were used by whom, for at least as long as a request's time stamp is taken.</summary>
internal sealed class NonceMemory(TimeProvider clock, TimeSpan window)
{
    // At 16 octets and their place in the set this is some 200 MB; a flood makes it forget sooner instead of growing.
    private const int Most = 4_000_000;

    private readonly Lock _lock = new();
    private HashSet<UInt128> _recent = [];
    private HashSet<UInt128> _older = [];
    private long _since = clock.GetTimestamp();

    /// <returns>False where it was used already.</returns>
    public bool TryUse(string accessKeyId, ReadOnlySpan<char> nonce)
    {
        var mark = Mark(accessKeyId, nonce);
        lock (_lock)
        {
            if (_recent.Count >= Most || clock.GetElapsedTime(_since) > window)
            {
                (_older, _recent, _since) = (_recent, [], clock.GetTimestamp());
            }

            return !_older.Contains(mark) && _recent.Add(mark);
        }
    }

    // Half of a SHA-256: nobody finds two that are alike.
    private static UInt128 Mark(string accessKeyId, ReadOnlySpan<char> nonce)
    {
        Span<byte> text = stackalloc byte[512];
        if (!TryJoin(accessKeyId, nonce, text, out var length))
        {
            text = Encoding.UTF8.GetBytes($"{accessKeyId}\n{nonce}");
            length = text.Length;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text[..length], hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    private static bool TryJoin(string accessKeyId, ReadOnlySpan<char> nonce, Span<byte> text, out int length)
    {
        length = 0;
        if (!Encoding.UTF8.TryGetBytes(accessKeyId, text[..^1], out var first))
        {
            return false;
        }

        text[first] = (byte)'\n';
        var fits = Encoding.UTF8.TryGetBytes(nonce, text[(first + 1)..], out var second);
        length = first + 1 + second;
        return fits;
    }
}
