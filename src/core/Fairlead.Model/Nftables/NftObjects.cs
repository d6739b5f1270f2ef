namespace Fairlead.Model.Nftables;

/// <summary>NFPROTO_* of include/uapi/linux/netfilter.h.</summary>
public enum NftFamily : byte
{
    Inet = 1,
    Ip = 2,
    Arp = 3,
    Netdev = 5,
    Bridge = 7,
    Ip6 = 10,
}

/// <summary>NFT_TABLE_F_* of include/uapi/linux/netfilter/nf_tables.h.</summary>
[Flags]
public enum NftTableFlags : uint
{
    None = 0,
    Dormant = 1,

    /// <summary>Only the socket that made it may change it (5.12); it goes with the socket unless <see cref="Persist"/>.</summary>
    Owner = 2,

    /// <summary>Outlives its owner and then survives `nft flush ruleset` until somebody adopts it (6.9).</summary>
    Persist = 4,
}

public readonly record struct NftTableKey(NftFamily Family, string Name)
{
    public override string ToString() => $"{Family.ToString().ToLowerInvariant()} {Name}";
}

/// <summary>Anything in a table that has a name of its own there.</summary>
public readonly record struct NftName(NftTableKey Table, string Name)
{
    public override string ToString() => $"{Table} {Name}";
}

public sealed record NftTable(NftTableKey Key, NftTableFlags Flags);

/// <summary>Hook numbers: NF_INET_*; family arp has in 0, out 1; netdev has ingress 0, egress 1.</summary>
/// <param name="Device">The link of a netdev hook.</param>
public sealed record NftHook(string Type, uint Hook, int Priority, NftVerdictKind Policy, string? Device = null)
{
    public const uint Prerouting = 0;
    public const uint Input = 1;
    public const uint Forward = 2;
    public const uint Output = 3;
    public const uint Postrouting = 4;
    public const uint ArpInput = 0;
    public const uint ArpOutput = 1;
}

/// <param name="Hook">Null for a chain that is only jumped to.</param>
public sealed record NftChain(NftName Key, NftHook? Hook);

/// <summary>NFT_SET_* of include/uapi/linux/netfilter/nf_tables.h.</summary>
[Flags]
public enum NftSetFlags : uint
{
    None = 0,
    Anonymous = 1,
    Constant = 2,
    Interval = 4,
    Map = 8,
    Timeout = 16,
    Evaluate = 32,
    Object = 64,
    Concatenation = 128,
}

/// <summary>A set, a map (data) or a verdict map.</summary>
public sealed record NftSet
{
    public required NftName Key { get; init; }

    public required NftSetFlags Flags { get; init; }

    /// <summary>The fields of the key in order; more than one is a concatenation, each field padded to 4 octets.</summary>
    public required EquatableList<NftType> KeyType { get; init; }

    /// <summary>What a key leads to; empty for a plain set, <see cref="NftType.Verdict"/> for a verdict map.</summary>
    public EquatableList<NftType> DataType { get; init; } = [];

    public int KeyLength => KeyType.Count == 1 ? KeyType[0].Length : KeyType.Sum(type => type.PaddedLength);

    public int DataLength => DataType.Count == 1 ? DataType[0].Length : DataType.Sum(type => type.PaddedLength);
}

/// <summary>One element: a key, the end of its interval (exclusive for plain, inclusive for concatenated keys) and what it leads to.</summary>
public sealed record NftElement
{
    public required NftName Set { get; init; }

    public required ByteString Key { get; init; }

    /// <summary>For an interval: its last key, inclusive.</summary>
    public ByteString? KeyEnd { get; init; }

    public ByteString? Data { get; init; }

    public NftVerdict? Verdict { get; init; }

    /// <summary>The catch-all element, `*`.</summary>
    public bool IsCatchAll { get; init; }

    public override string ToString() => NftText.Element(this);
}

/// <summary>A rule. Ours bear their key as the comment in NFTA_RULE_USERDATA, which `nft list` prints.</summary>
/// <param name="Key">Name within its chain, unique there; for foreign rules <c>handle N</c>.</param>
/// <param name="Position">Place in the chain from 0: rules of one chain are made and compared in this order.</param>
public sealed record NftRule(NftName Chain, string Key, int Position, EquatableList<NftExpression> Expressions)
{
    /// <summary>Number the kernel gave it; 0 where it is only wished.</summary>
    public ulong Handle { get; init; }

    public bool SameAs(NftRule other) => Chain == other.Chain && Key == other.Key && Expressions.Equals(other.Expressions);
}

/// <summary>Everything in one namespace, or everything that we wish.</summary>
public sealed record NftRuleset(
    EquatableList<NftTable> Tables,
    EquatableList<NftChain> Chains,
    EquatableList<NftSet> Sets,
    EquatableList<NftElement> Elements,
    EquatableList<NftRule> Rules)
{
    public static NftRuleset Empty { get; } = new([], [], [], [], []);
}
