namespace Fairlead.Model.Nftables;

/// <summary>A data type with the number that userspace (`nft`) gives it (src/datatype.c of nftables) and its length in octets.</summary>
public readonly record struct NftType(uint Number, int Length, string Name)
{
    public static NftType Verdict { get; } = new(0xffffff00, 16, "verdict");

    public static NftType Ipv4Address { get; } = new(7, 4, "ipv4_addr");

    public static NftType Ipv6Address { get; } = new(8, 16, "ipv6_addr");

    public static NftType EtherAddress { get; } = new(9, 6, "ether_addr");

    public static NftType InetProtocol { get; } = new(12, 1, "inet_proto");

    public static NftType InetService { get; } = new(13, 2, "inet_service");

    public static NftType Mark { get; } = new(19, 4, "mark");

    public static NftType InterfaceIndex { get; } = new(20, 4, "iface_index");

    /// <summary>Octets of this field inside a concatenation: registers are 4 wide.</summary>
    public int PaddedLength => (Length + 3) & ~3;

    /// <summary>The number of a concatenation: 6 bits a field (TYPE_BITS in nftables).</summary>
    public static uint NumberOf(EquatableList<NftType> fields) =>
        fields.Count == 1 ? fields[0].Number : fields.Aggregate(0u, (number, field) => (number << 6) | field.Number);

    public override string ToString() => Name;
}
