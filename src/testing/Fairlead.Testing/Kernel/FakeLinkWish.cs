using System.Buffers.Binary;
using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel;

/// <summary>What a message wishes of a link; null is what it does not speak of.</summary>
internal sealed record FakeLinkWish
{
    public int Index { get; private init; }

    public string? Name { get; private init; }

    public byte[]? Mac { get; private init; }

    public int? Mtu { get; private init; }

    public uint? Group { get; private init; }

    public string? Alias { get; private init; }

    public int? Master { get; private init; }

    public bool? Up { get; private init; }

    public byte? AddressGeneration { get; private init; }

    public int? Lower { get; private init; }

    public int? NamespaceDescriptor { get; private init; }

    public int? NewIndex { get; private init; }

    public string Kind { get; private init; } = "";

    public byte[]? Details { get; private init; }

    public FakeLinkWish? Peer { get; private init; }

    /// <summary>Whether it speaks of what the fake has no idea of.</summary>
    public bool IsUnknown { get; private init; }

    /// <summary>What is left to wish of a link that has come into its namespace.</summary>
    public FakeLinkWish There() => this with { NamespaceDescriptor = null, NewIndex = null };

    public static FakeLinkWish Read(NetlinkMessage message) => Read(message.Header(FakeLinks.HeaderLength), message.Attributes(FakeLinks.HeaderLength));

    private static FakeLinkWish Read(ReadOnlySpan<byte> header, NetlinkAttributes attributes)
    {
        var change = BinaryPrimitives.ReadUInt32LittleEndian(header[12..]) | BinaryPrimitives.ReadUInt32LittleEndian(header[8..]);
        var wish = new FakeLinkWish
        {
            Index = BinaryPrimitives.ReadInt32LittleEndian(header[4..]),
            Up = (change & FakeLinks.FlagUp) == 0 ? null : (header[8] & FakeLinks.FlagUp) != 0,
        };
        foreach (var attribute in attributes)
        {
            wish = wish.With(attribute);
        }

        return wish;
    }

    // IFLA_* of include/uapi/linux/if_link.h.
    private FakeLinkWish With(NetlinkAttribute attribute) => attribute.Type switch
    {
        1 => this with { Mac = attribute.Value.ToArray() },
        3 => this with { Name = attribute.Text },
        4 => this with { Mtu = attribute.I32 },
        5 => this with { Lower = attribute.I32 },
        10 => this with { Master = attribute.I32 },
        18 => WithKind(attribute),
        20 => this with { Alias = attribute.Text },
        26 => WithFamilies(attribute),
        27 => this with { Group = attribute.U32 },
        28 => this with { NamespaceDescriptor = attribute.I32 },
        49 => this with { NewIndex = attribute.I32 },
        _ => this with { IsUnknown = true },
    };

    private FakeLinkWish WithKind(NetlinkAttribute info)
    {
        var wish = this;
        foreach (var attribute in info.Nested)
        {
            wish = attribute.Type switch
            {
                1 => wish with { Kind = attribute.Text },
                2 when wish.Kind == "veth" => wish.WithPeer(attribute),
                2 => wish with { Details = attribute.Value.ToArray() },
                _ => wish with { IsUnknown = true },
            };
        }

        return wish;
    }

    // VETH_INFO_PEER: struct ifinfomsg and attributes of its own.
    private FakeLinkWish WithPeer(NetlinkAttribute data)
    {
        var wish = this;
        foreach (var attribute in data.Nested)
        {
            wish = attribute.Type == 1 && attribute.Value.Length >= FakeLinks.HeaderLength
                ? wish with { Peer = Read(attribute.Value, new NetlinkAttributes(attribute.Value[FakeLinks.HeaderLength..])) }
                : wish with { IsUnknown = true };
        }

        return wish;
    }

    // IFLA_AF_SPEC { AF_INET6 { IFLA_INET6_ADDR_GEN_MODE } }
    private FakeLinkWish WithFamilies(NetlinkAttribute families)
    {
        var wish = this;
        foreach (var family in families.Nested)
        {
            foreach (var attribute in family.Nested)
            {
                wish = (family.Type, attribute.Type) == (10, 8)
                    ? wish with { AddressGeneration = attribute.U8 }
                    : wish with { IsUnknown = true };
            }
        }

        return wish;
    }
}
