using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;

namespace Fairlead.Vpc.Storage;

/// <summary>CRC-32C (Castagnoli) of a text: SQLite notices a damaged page's structure, but not a flipped bit in what a row holds.</summary>
internal static class Sums
{
    public static long Of(string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text).AsSpan();
        var sum = uint.MaxValue;
        foreach (var word in MemoryMarshal.Cast<byte, ulong>(bytes[..(bytes.Length & ~7)]))
        {
            sum = BitOperations.Crc32C(sum, word);
        }

        foreach (var octet in bytes[(bytes.Length & ~7)..])
        {
            sum = BitOperations.Crc32C(sum, octet);
        }

        return ~sum;
    }
}
