namespace Fairlead.Model.Nftables;

/// <summary>
/// One expression of a rule as the kernel runs it: a small register machine. Registers are NFT_REG32_* numbers as the kernel
/// reports them: 8 + n for the n-th 4-octet register; 0 is the verdict register; 1 to 4 name 16 octets each (NFT_REG_1 is
/// NFT_REG32_00 to _03) and are what `nft` uses for keys of up to 16 octets.
/// </summary>
public abstract record NftExpression
{
    /// <summary>NFT_REG_VERDICT.</summary>
    public const uint VerdictRegister = 0;

    /// <summary>NFT_REG_1.</summary>
    public const uint Register1 = 1;

    /// <summary>NFT_REG32_00, which is the first 4 octets of <see cref="Register1"/>.</summary>
    public const uint Register32 = 8;
}

/// <summary>NFT_META_* keys.</summary>
public enum NftMetaKey : uint
{
    Length = 0,
    Protocol = 1,
    Mark = 3,
    InputIndex = 4,
    OutputIndex = 5,
    InputName = 6,
    OutputName = 7,
    NfProtocol = 15,
    TransportProtocol = 16,
    PacketType = 19,
    InputGroup = 21,
    OutputGroup = 22,
}

public sealed record NftMeta(NftMetaKey Key, uint Destination) : NftExpression;

public sealed record NftMetaSet(NftMetaKey Key, uint Source) : NftExpression;

/// <summary>NFT_PAYLOAD_* bases.</summary>
public enum NftPayloadBase : uint
{
    Link = 0,
    Network = 1,
    Transport = 2,
}

public sealed record NftPayload(NftPayloadBase Base, uint Offset, uint Length, uint Destination) : NftExpression;

/// <summary>NFT_CMP_*.</summary>
public enum NftComparison : uint
{
    Equal = 0,
    NotEqual = 1,
    Less = 2,
    LessOrEqual = 3,
    Greater = 4,
    GreaterOrEqual = 5,
}

public sealed record NftCompare(NftComparison Comparison, uint Source, ByteString Value) : NftExpression;

public sealed record NftRange(bool Inverted, uint Source, ByteString From, ByteString To) : NftExpression;

/// <summary>destination = (source and mask) xor value; all of <see cref="Length"/> octets.</summary>
public sealed record NftBitwise(uint Source, uint Destination, uint Length, ByteString Mask, ByteString Xor) : NftExpression;

/// <summary>Octet order conversion, NFT_BYTEORDER_NTOH 0 and HTON 1.</summary>
public sealed record NftByteOrder(uint Source, uint Destination, uint Operation, uint Length, uint Size) : NftExpression;

/// <param name="Destination">Register of the data, <see cref="NftExpression.VerdictRegister"/> for a verdict map, null for a set.</param>
public sealed record NftLookup(string Set, uint Source, uint? Destination, bool Inverted = false) : NftExpression;

public sealed record NftImmediate(uint Destination, ByteString Value) : NftExpression;

/// <summary>An immediate verdict.</summary>
public sealed record NftImmediateVerdict(NftVerdict Verdict) : NftExpression;

/// <summary>NFT_CT_* keys.</summary>
public enum NftConntrackKey : uint
{
    State = 0,
    Direction = 1,
    Status = 2,
    Mark = 3,
}

public sealed record NftConntrack(NftConntrackKey Key, uint Destination) : NftExpression;

public sealed record NftConntrackSet(NftConntrackKey Key, uint Source) : NftExpression;

/// <summary>Route look-up. Result: 1 link index, 2 link name, 3 address type. Flags: 1 saddr, 2 daddr, 4 mark, 8 iif, 16 oif, 32 presence only.</summary>
public sealed record NftFib(uint Result, uint Flags, uint Destination) : NftExpression;

/// <summary>Destination (1) or source (0) translation; registers of the least address and port, null where not given.</summary>
public sealed record NftNat(uint Type, NftFamily Family, uint? AddressRegister, uint? PortRegister, uint Flags = 0) : NftExpression;

public sealed record NftMasquerade(uint Flags = 0) : NftExpression;

/// <summary>A counter; its values are not part of what it is.</summary>
public sealed record NftCounter : NftExpression
{
    public ulong Packets { get; init; }

    public ulong Octets { get; init; }

    public bool Equals(NftCounter? other) => other is not null;

    public override int GetHashCode() => 0x436f756e;
}

/// <summary>`reject`: NFT_REJECT_ICMP_UNREACH 0, TCP_RST 1, ICMPX 2.</summary>
public sealed record NftReject(uint Type, byte Code) : NftExpression;

/// <summary>Tells the readers of an nfnetlink_log group of the packet; the prefix travels with it.</summary>
public sealed record NftLog(ushort Group, string Prefix) : NftExpression;

/// <summary>Goes on for so many packets a second and, after silence, so many at once; ends the rule for the others.</summary>
public sealed record NftLimit(ulong PerSecond, uint Burst) : NftExpression;

/// <summary>What this model has no record for: kept with its octets, so that a rule that has it is never taken for another.</summary>
public sealed record NftUnknown(string Name, ByteString Attributes) : NftExpression;
