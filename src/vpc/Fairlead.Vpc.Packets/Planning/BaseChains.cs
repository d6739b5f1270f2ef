using Fairlead.Model.Addresses;
using Fairlead.Model.Nftables;
using Fairlead.Vpc.Decisions;
using static Fairlead.Model.Nftables.NftExpressions;

namespace Fairlead.Vpc.Packets.Planning;

/// <summary>
/// The chains that every packet meets. They are the same for every topology (but for the NAT of the border), so that counters outlive
/// changes of it.
/// </summary>
internal static class BaseChains
{
    /// <summary>Comments of rules that count drops begin so; the reason follows. No rule of a security group prints itself so.</summary>
    public const string DropComment = "count ";

    /// <summary>Reasons that rules find; that a packet is too big the kernel finds by itself.</summary>
    private static readonly DropReason[] Counted = [.. Enum.GetValues<DropReason>().Except([DropReason.None, DropReason.TooBig, DropReason.NotAttached])];

    private const uint R = NftExpression.Register1;
    private const byte Icmp = 1;
    private const byte Icmp6 = 58;

    // Bits of NFT_CT_STATE: 1 << (ctinfo % IP_CT_IS_REPLY + 1), include/uapi/linux/netfilter/nf_conntrack_common.h.
    private const uint StateEstablished = 2;
    private const uint StateRelated = 4;
    private const uint StateNew = 8;

    private static readonly NftExpression Input = new NftMeta(NftMetaKey.InputIndex, R);
    private static readonly NftExpression Output = new NftMeta(NftMetaKey.OutputIndex, R);

    public static IEnumerable<NftObjectRow> All(InetAddress? natGateway, bool hasInternet) =>
    [
        Chain("sender", Hook("filter", NftHook.Prerouting, -300), AtSender()),
        // Behind the translation of destinations (-100), before the kernel looks for a route.
        Chain("destination", Hook("filter", NftHook.Prerouting, -50), AtRoute()),
        Chain("forward", Hook("filter", NftHook.Forward, 0, NftVerdictKind.Drop), AtReceiver()),
        Chain(FabricNames.IngressChain, null,
        [
            Rule("ingress rules", Output, new NftLookup(FabricNames.Ingress, R, NftExpression.VerdictRegister)),
            Rule("no port", NftExpressions.Drop()),
        ]),
        .. Counted.Select(Drop),
        // The fabric is no host: it takes nothing but what is for the cloud itself, and sends answers and errors about what it carries.
        Chain("input", Hook("filter", NftHook.Input, 0, NftVerdictKind.Drop), ToCloud()),
        Chain("output", Hook("filter", NftHook.Output, 0, NftVerdictKind.Drop), Own()),
        .. hasInternet ? Translation(natGateway) : [],
    ];

    public static NftObjectRow Chain(string name, NftHook? hook, IEnumerable<NftRuleBody> rules) =>
        new(new NftObjectKey(NftObjectKind.Chain, FabricNames.Table, name)) { Hook = hook, Rules = EquatableList.Create<NftRuleBody>(rules.ToArray()) };

    public static NftRuleBody Rule(string comment, params NftExpression[] expressions) => new(comment, EquatableList.Create<NftExpression>(expressions));

    public static NftRuleBody Rule(string comment, NftExpression[] match, NftExpression[] verdict) => Rule(comment, [.. match, .. verdict]);

    private static NftHook Hook(string type, uint hook, int priority, NftVerdictKind policy = NftVerdictKind.Accept) => new(type, hook, priority, policy);

    private static NftRuleBody Deny(DropReason reason, params NftExpression[] match) => Rule($"{reason}", match, Goto(FabricNames.Drop(reason)));

    /// <summary>Where packets end: a few are told of in detail, all are counted.</summary>
    private static NftObjectRow Drop(DropReason reason) => Chain(FabricNames.Drop(reason), null,
    [
        // A flood is not worth a processor: 100 a second show who it is.
        Rule("tell", new NftLimit(100, 200), new NftLog(FabricNames.LogGroup, reason.ToString())),
        Rule(DropComment + reason, Counter(), NftExpressions.Drop()),
    ]);

    private static IEnumerable<NftRuleBody> AtSender()
    {
        // Neighbour discovery, router and listener messages (130 to 137, 143) are between a host and the responder.
        NftExpression[] icmp6 = [.. NfProtocol(true), .. TransportProtocol(Icmp6)];
        yield return Rule("neighbour discovery", [.. icmp6, .. IcmpTypes(130, 137), .. NftExpressions.Drop()]);
        yield return Rule("listener reports", [.. icmp6, .. IcmpTypes(143, 143), .. NftExpressions.Drop()]);
        // PACKET_HOST is 0: addressed to the fabric's MAC and nobody else's.
        yield return Deny(DropReason.Broadcast, NotEqual(new NftMeta(NftMetaKey.PacketType, R), NftValue.Octet(0)));
        yield return Deny(DropReason.Broadcast, [.. NfProtocol(false), .. InCidr(DestinationAddress(false), Cidr.Parse("224.0.0.0/4"))]);
        yield return Deny(DropReason.Broadcast, [.. NfProtocol(false), .. InCidr(DestinationAddress(false), Cidr.Parse("255.255.255.255/32"))]);
        yield return Deny(DropReason.Broadcast, [.. NfProtocol(true), .. InCidr(DestinationAddress(true), Cidr.Parse("ff00::/8"))]);
        yield return Deny(DropReason.SpoofedMac, IifInSet(register => SourceMac(register), FabricNames.Macs, inverted: true));
        yield return Rule("check off", InSet(Input, FabricNames.Unchecked), Accept());
        foreach (var v6 in new[] { false, true })
        {
            yield return Rule("own source", [.. NfProtocol(v6), .. IifInSet(register => SourceAddress(v6, register), FabricNames.Own(v6)), .. Accept()]);
            yield return Rule("own prefix", [.. NfProtocol(v6), .. IifInSet(register => SourceAddress(v6, register), FabricNames.OwnPrefixes(v6)), .. Accept()]);
        }

        yield return Deny(DropReason.SpoofedSource);
    }

    private static IEnumerable<NftRuleBody> AtRoute()
    {
        // Nobody but the fabric itself is reached at a link-local address.
        yield return Rule("link-local", [.. NfProtocol(true), .. InCidr(DestinationAddress(true), Cidr.Parse("fe80::/10")), .. NftExpressions.Drop()]);
        yield return Rule("cloud", [.. NfProtocol(false), .. InSet(DestinationAddress(false), FabricNames.Hosted), .. Accept()]);
        foreach (var v6 in new[] { false, true })
        {
            var destination = DestinationAddress(v6);
            NftExpression[] nobodys =
                [.. InSet(destination, FabricNames.Assigned(v6), inverted: true), .. InSet(destination, FabricNames.AssignedPrefixes(v6), inverted: true)];
            yield return Deny(DropReason.UnassignedAddress, [.. NfProtocol(v6), .. InSet(destination, FabricNames.VSwitches(v6)), .. nobodys]);
        }

        // fib daddr oif 0: no route. Result NFT_FIB_RESULT_OIF is 1, flag NFTA_FIB_F_DADDR is 2.
        yield return Deny(DropReason.NoRoute, Equal(new NftFib(1, 2, R), NftValue.HostOrder(0)));
    }

    private static IEnumerable<NftRuleBody> AtReceiver()
    {
        foreach (var v6 in new[] { false, true })
        {
            var isChecked = InSet(Output, FabricNames.Unchecked, inverted: true);
            var isForeign = new[] { FabricNames.Own(v6), FabricNames.OwnPrefixes(v6) }.SelectMany(own => OutputNotIn(own, v6));
            yield return Deny(DropReason.DestinationCheck, [.. NfProtocol(v6), .. isChecked, .. isForeign]);
        }

        foreach (var v6 in new[] { false, true })
        {
            NftExpression[] toService = [.. NfProtocol(v6), .. InSet(Output, FabricNames.Services)];
            NftExpression[] toInternet = [.. NfProtocol(v6), .. InSet(Output, FabricNames.Internet)];
            yield return Deny(DropReason.ServiceSource, [.. toService, .. InSet(SourceAddress(v6), FabricNames.VSwitches(v6), inverted: true)]);
            yield return Deny(DropReason.NoPublicAddress, [.. toInternet, .. InSet(SourceAddress(v6), FabricNames.Public(v6), inverted: true)]);
        }

        yield return Deny(DropReason.PrivateDestination, [.. NfProtocol(false), .. InSet(Input, FabricNames.Internet), .. StateIn(StateNew), .. NotTranslated()]);
        yield return Rule("established", StateIn(StateEstablished | StateRelated), Accept());
        yield return Rule("egress rules", Input, new NftLookup(FabricNames.Egress, R, NftExpression.VerdictRegister));
    }

    private static NftExpression[] OutputNotIn(string own, bool v6) =>
        [Output, DestinationAddress(v6, NftExpression.Register32 + 1), new NftLookup(own, R, null, true)];

    /// <summary>The cloud knows by the source who asks: it must be the NIC's own also where its check is off.</summary>
    private static IEnumerable<NftRuleBody> ToCloud()
    {
        NftExpression[] toCloud = [.. NfProtocol(false), .. InSet(DestinationAddress(false), FabricNames.Hosted)];
        yield return Deny(DropReason.PrivateDestination, [.. toCloud, .. InSet(Input, FabricNames.Internet)]);
        yield return Deny(DropReason.ServiceSource, [.. toCloud, .. InSet(Input, FabricNames.Services)]);
        foreach (var own in new[] { FabricNames.Own(false), FabricNames.OwnPrefixes(false) })
        {
            yield return Rule("own source", [.. toCloud, .. IifInSet(register => SourceAddress(false, register), own), .. Accept()]);
        }

        yield return Deny(DropReason.ServiceSource, toCloud);
    }

    /// <summary>Answers of the cloud itself, and errors. Those about length are the drops that the kernel decides by itself.</summary>
    private static IEnumerable<NftRuleBody> Own()
    {
        yield return Rule("cloud", [.. NfProtocol(false), .. InSet(SourceAddress(false), FabricNames.Hosted), .. StateIn(StateEstablished), .. Accept()]);
        // Type 3 code 4: fragmentation needed (RFC 792); ICMPv6 type 2: packet too big (RFC 4443).
        NftExpression[] needed = [new NftPayload(NftPayloadBase.Transport, 0, 2, R), new NftCompare(NftComparison.Equal, R, new ByteString([3, 4]))];
        yield return Rule(DropComment + DropReason.TooBig, [.. NfProtocol(false), .. TransportProtocol(Icmp), .. needed, .. Counter(), .. Accept()]);
        yield return Rule(DropComment + DropReason.TooBig, [.. NfProtocol(true), .. TransportProtocol(Icmp6), .. Equal(IcmpType(), NftValue.Octet(2)), .. Counter(), .. Accept()]);
        yield return Rule("errors", [.. NfProtocol(false), .. TransportProtocol(Icmp), .. Accept()]);
        yield return Rule("errors", [.. NfProtocol(true), .. TransportProtocol(Icmp6), .. IcmpTypes(1, 4), .. Accept()]);
    }

    private static IEnumerable<NftObjectRow> Translation(InetAddress? natGateway)
    {
        NftExpression[] toPrivate = [DestinationAddress(false), new NftLookup(FabricNames.PrivateAddresses, R, R), new NftNat(1, NftFamily.Ip, R, null)];
        yield return Chain("from_internet", Hook("nat", NftHook.Prerouting, -100), [Rule("EIP", [.. NfProtocol(false), .. InSet(Input, FabricNames.Internet), .. toPrivate])]);

        NftExpression[] toPublic = [SourceAddress(false), new NftLookup(FabricNames.PublicAddresses, R, R), new NftNat(0, NftFamily.Ip, R, null)];
        var rules = new List<NftRuleBody> { Rule("EIP", [.. NfProtocol(false), .. InSet(Output, FabricNames.Internet), .. toPublic]) };
        if (natGateway is { } gateway)
        {
            NftExpression[] shared = [new NftImmediate(R, NftValue.Address(gateway)), new NftNat(0, NftFamily.Ip, R, null)];
            rules.Add(Rule("NAT gateway", [.. NfProtocol(false), .. InSet(Output, FabricNames.Internet), .. InSet(SourceAddress(false), FabricNames.VSwitches(false)), .. shared]));
        }

        yield return Chain("to_internet", Hook("nat", NftHook.Postrouting, 100), rules);
    }

    private static NftExpression[] IcmpTypes(byte first, byte last) => first == last
        ? Equal(IcmpType(), NftValue.Octet(first))
        : [IcmpType(), new NftRange(false, R, NftValue.Octet(first), NftValue.Octet(last))];

    private static NftExpression[] StateIn(uint bits) =>
    [
        new NftConntrack(NftConntrackKey.State, R),
        new NftBitwise(R, R, 4, NftValue.HostOrder(bits), NftValue.HostOrder(0)),
        new NftCompare(NftComparison.NotEqual, R, NftValue.HostOrder(0)),
    ];

    // IPS_DST_NAT is bit 5 of the status.
    private static NftExpression[] NotTranslated() =>
    [
        new NftConntrack(NftConntrackKey.Status, R),
        new NftBitwise(R, R, 4, NftValue.HostOrder(1 << 5), NftValue.HostOrder(0)),
        new NftCompare(NftComparison.Equal, R, NftValue.HostOrder(0)),
    ];
}
