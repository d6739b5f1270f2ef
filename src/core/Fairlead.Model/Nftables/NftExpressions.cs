using Fairlead.Model.Addresses;

namespace Fairlead.Model.Nftables;

/// <summary>
/// Pieces of rules in the order of `nft`'s own language, for planners: <c>[..IifGroup(g), ..Vmap(…)]</c>. Each piece leaves nothing in
/// registers that a later one relies on.
/// </summary>
public static class NftExpressions
{
    private const uint R = NftExpression.Register1;

    public static NftExpression[] IifGroup(uint group) => Equal(new NftMeta(NftMetaKey.InputGroup, R), NftValue.HostOrder(group));

    public static NftExpression[] OifGroup(uint group) => Equal(new NftMeta(NftMetaKey.OutputGroup, R), NftValue.HostOrder(group));

    public static NftExpression[] NotOifGroup(uint group) => NotEqual(new NftMeta(NftMetaKey.OutputGroup, R), NftValue.HostOrder(group));

    public static NftExpression[] NotIifGroup(uint group) => NotEqual(new NftMeta(NftMetaKey.InputGroup, R), NftValue.HostOrder(group));

    /// <summary><c>meta nfproto ipv4</c> or <c>ipv6</c>, for tables of family inet.</summary>
    public static NftExpression[] NfProtocol(bool v6) =>
        Equal(new NftMeta(NftMetaKey.NfProtocol, R), NftValue.Octet((byte)(v6 ? NftFamily.Ip6 : NftFamily.Ip)));

    public static NftExpression[] TransportProtocol(byte protocol) =>
        Equal(new NftMeta(NftMetaKey.TransportProtocol, R), NftValue.Octet(protocol));

    /// <summary><c>ip saddr</c> / <c>ip6 saddr</c> into a register.</summary>
    public static NftPayload SourceAddress(bool v6, uint register = R) =>
        v6 ? new NftPayload(NftPayloadBase.Network, 8, 16, register) : new NftPayload(NftPayloadBase.Network, 12, 4, register);

    public static NftPayload DestinationAddress(bool v6, uint register = R) =>
        v6 ? new NftPayload(NftPayloadBase.Network, 24, 16, register) : new NftPayload(NftPayloadBase.Network, 16, 4, register);

    public static NftPayload SourceMac(uint register = R) => new(NftPayloadBase.Link, 6, 6, register);

    public static NftPayload SourcePort(uint register = R) => new(NftPayloadBase.Transport, 0, 2, register);

    public static NftPayload DestinationPort(uint register = R) => new(NftPayloadBase.Transport, 2, 2, register);

    public static NftPayload IcmpType(uint register = R) => new(NftPayloadBase.Transport, 0, 1, register);

    /// <summary><c>ip daddr 10.0.0.0/8</c> and the like, with the mask where it is no single address.</summary>
    public static NftExpression[] InCidr(NftPayload address, Cidr cidr, bool inverted = false)
    {
        var network = NftValue.Address(cidr.First);
        var compare = new NftCompare(inverted ? NftComparison.NotEqual : NftComparison.Equal, R, network);
        if (cidr.IsSingleAddress)
        {
            return [address, compare];
        }

        var mask = new byte[cidr.Address.Length];
        for (var bit = 0; bit < cidr.Length; bit++)
        {
            mask[bit / 8] |= (byte)(0x80 >> (bit % 8));
        }

        return [address, new NftBitwise(R, R, (uint)mask.Length, new ByteString(mask), new ByteString(new byte[mask.Length])), compare];
    }

    /// <summary>A look-up of one field in a set.</summary>
    public static NftExpression[] InSet(NftExpression field, string set, bool inverted = false) => [field, new NftLookup(set, R, null, inverted)];

    /// <summary><c>iif . FIELD vmap @map</c>: the link's index in the first 4-octet register, the field behind it.</summary>
    public static NftExpression[] IifVmap(Func<uint, NftExpression> field, string map) =>
        [new NftMeta(NftMetaKey.InputIndex, R), field(NftExpression.Register32 + 1), new NftLookup(map, R, NftExpression.VerdictRegister)];

    public static NftExpression[] IifInSet(Func<uint, NftExpression> field, string set, bool inverted = false) =>
        [new NftMeta(NftMetaKey.InputIndex, R), field(NftExpression.Register32 + 1), new NftLookup(set, R, null, inverted)];

    /// <summary><c>fib daddr type local</c> (RTN_LOCAL is 2).</summary>
    public static NftExpression[] DestinationIsLocal() => Equal(new NftFib(3, 2, R), NftValue.HostOrder(2));

    /// <summary><c>ct status dnat</c>: IPS_DST_NAT is bit 5.</summary>
    public static NftExpression[] ConntrackIsDnat() => ConntrackHas(1 << 5);

    /// <summary><c>ct status snat</c>: IPS_SRC_NAT is bit 4.</summary>
    public static NftExpression[] ConntrackIsSnat() => ConntrackHas(1 << 4);

    /// <summary><c>meta mark set meta mark and ~mask or value</c>: others keep their bits.</summary>
    public static NftExpression[] SetMark(uint value, uint mask) =>
    [
        new NftMeta(NftMetaKey.Mark, R),
        new NftBitwise(R, R, 4, NftValue.HostOrder(~mask), NftValue.HostOrder(value)),
        new NftMetaSet(NftMetaKey.Mark, R),
    ];

    public static NftExpression[] MarkIs(uint value, uint mask) =>
    [
        new NftMeta(NftMetaKey.Mark, R),
        new NftBitwise(R, R, 4, NftValue.HostOrder(mask), NftValue.HostOrder(0)),
        new NftCompare(NftComparison.Equal, R, NftValue.HostOrder(value)),
    ];

    public static NftExpression[] Masquerade() => [new NftMasquerade()];

    public static NftExpression[] Counter() => [new NftCounter()];

    public static NftExpression[] Accept() => [new NftImmediateVerdict(NftVerdict.Accept)];

    public static NftExpression[] Drop() => [new NftImmediateVerdict(NftVerdict.Drop)];

    public static NftExpression[] Return() => [new NftImmediateVerdict(NftVerdict.Return)];

    public static NftExpression[] Jump(string chain) => [new NftImmediateVerdict(NftVerdict.Jump(chain))];

    public static NftExpression[] Goto(string chain) => [new NftImmediateVerdict(NftVerdict.Goto(chain))];

    public static NftExpression[] Equal(NftExpression load, ByteString value) => [load, new NftCompare(NftComparison.Equal, R, value)];

    public static NftExpression[] NotEqual(NftExpression load, ByteString value) => [load, new NftCompare(NftComparison.NotEqual, R, value)];

    private static NftExpression[] ConntrackHas(uint bit) =>
    [
        new NftConntrack(NftConntrackKey.Status, R),
        new NftBitwise(R, R, 4, NftValue.HostOrder(bit), NftValue.HostOrder(0)),
        new NftCompare(NftComparison.NotEqual, R, NftValue.HostOrder(0)),
    ];
}
