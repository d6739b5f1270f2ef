using System.Numerics;
using System.Runtime.InteropServices;

namespace Fairlead.Sqlite;

/// <summary>CRC-32C (Castagnoli) of a row: SQLite notices a damaged page's structure, but not a flipped bit in what a row holds.</summary>
public static class Checksum
{
    public static long Of(ReadOnlySpan<byte> text) => Of(text, uint.MaxValue);

    /// <param name="version">Of the row: rows that changed places are found too.</param>
    public static long Of(ReadOnlySpan<byte> text, long version) => Of(text, BitOperations.Crc32C(uint.MaxValue, (ulong)version));

    private static long Of(ReadOnlySpan<byte> text, uint sum)
    {
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
