using System.Buffers;
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

    private static UInt128 Mark(string accessKeyId, ReadOnlySpan<char> nonce)
    {
        // SDKs make 32 hex digits, with dashes or without: those are 128 bits already, and need only be told apart by key.
        Span<byte> bits = stackalloc byte[16];
        return TryDigits(nonce, bits)
            ? BinaryPrimitives.ReadUInt128BigEndian(bits) ^ ((UInt128)(uint)string.GetHashCode(accessKeyId) << 48)
            : Hashed(accessKeyId, nonce);
    }

    private static bool TryDigits(ReadOnlySpan<char> nonce, Span<byte> bits)
    {
        if (nonce.Length == 36 && Guid.TryParseExact(nonce, "D", out var guid))
        {
            return guid.TryWriteBytes(bits, bigEndian: true, out _);
        }

        return nonce.Length == 32 && Convert.FromHexString(nonce, bits, out _, out _) == OperationStatus.Done;
    }

    // Half of a SHA-256: nobody finds two that are alike.
    private static UInt128 Hashed(string accessKeyId, ReadOnlySpan<char> nonce)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{accessKeyId}\n{nonce}"), hash);
        return BinaryPrimitives.ReadUInt128BigEndian(hash);
    }
}
