using System.Buffers.Binary;
using System.Numerics;

namespace Fairlead.Agent.Journal;

/// <summary>CRC-32C (Castagnoli, RFC 3720 appendix B.4): the processor's own instruction does eight octets at a time.</summary>
internal static class Crc32C
{
    public static uint Of(ReadOnlySpan<byte> octets)
    {
        var crc = uint.MaxValue;
        for (; octets.Length >= sizeof(ulong); octets = octets[sizeof(ulong)..])
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(octets));
        }

        foreach (var octet in octets)
        {
            crc = BitOperations.Crc32C(crc, octet);
        }

        return ~crc;
    }
}
