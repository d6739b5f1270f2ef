using System.Buffers.Binary;
using Fairlead.Model.Addresses;

namespace Fairlead.Model.Nftables;

/// <summary>Values as they lie in registers, keys and data: host order for what the kernel itself counts, network order for what is in packets.</summary>
public static class NftValue
{
    public static ByteString HostOrder(uint value)
    {
        Span<byte> octets = stackalloc byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(octets, value);
        return new ByteString(octets);
    }

    public static ByteString NetworkOrder(ushort value)
    {
        Span<byte> octets = stackalloc byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(octets, value);
        return new ByteString(octets);
    }

    public static ByteString Octet(byte value) => new([value]);

    public static ByteString Address(InetAddress address) => new(address.ToBytes());

    public static ByteString Mac(MacAddress mac) => new(mac.ToBytes());

    /// <summary>A concatenated key: each part padded with zeros to a multiple of 4 octets.</summary>
    public static ByteString Concatenated(params ReadOnlySpan<ByteString> parts)
    {
        var joined = new List<byte>();
        foreach (var part in parts)
        {
            joined.AddRange(part.Span);
            while (joined.Count % 4 != 0)
            {
                joined.Add(0);
            }
        }

        return new ByteString(joined.ToArray());
    }
}
