using Fairlead.Model.Nftables;

namespace Fairlead.Linux.Nftables;

/// <summary>Data types from the number that userspace left in the set; the kernel itself knows lengths only.</summary>
internal static class NftTypes
{
    private static readonly Dictionary<uint, NftType> Known = new[]
    {
        NftType.Verdict, NftType.Ipv4Address, NftType.Ipv6Address, NftType.EtherAddress, NftType.InetProtocol,
        NftType.InetService, NftType.Mark, NftType.InterfaceIndex,
    }.ToDictionary(type => type.Number);

    public static EquatableList<NftType> Fields(uint number, int length)
    {
        if (Known.TryGetValue(number, out var single))
        {
            return [single];
        }

        var fields = new List<NftType>();
        for (var rest = number; rest != 0; rest >>= 6)
        {
            if (!Known.TryGetValue(rest & 0x3f, out var field))
            {
                return [new NftType(number, length, $"type {number}")];
            }

            fields.Insert(0, field);
        }

        return fields.Count > 1 && fields.Sum(field => field.PaddedLength) == length
            ? EquatableList.Create<NftType>(fields.ToArray())
            : [new NftType(number, length, $"type {number}")];
    }
}
