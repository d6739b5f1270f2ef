using System.Numerics;
using System.Runtime.InteropServices;

namespace Fairlead.Kubernetes.Store.Files;

/// <summary>CRC-32C (Castagnoli) of a row: SQLite notices a damaged page's structure, but not a flipped bit in what a row holds.</summary>
internal static class RowSum
{
    public static long Of(ReadOnlySpan<byte> text, long version)
    {
        // With its version: rows that changed places are found too.
        var sum = BitOperations.Crc32C(uint.MaxValue, (ulong)version);
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(text[..(text.Length & ~7)]))
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (var octet in text[(text.Length & ~7)..])
        {
            sum = BitOperations.Crc32C(sum, octet);
        }

        return ~sum;
    }
}
