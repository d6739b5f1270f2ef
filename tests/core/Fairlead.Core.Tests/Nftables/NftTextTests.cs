using Fairlead.Model.Addresses;
using Fairlead.Model.Nftables;
using static Fairlead.Model.Nftables.NftExpressions;

namespace Fairlead.Core.Tests.Nftables;

/// <summary>Rules as an operator reads them.</summary>
public sealed class NftTextTests
{
    [Fact]
    public void Addresses_are_compared_with_prefixes() =>
        Assert.Equal(
            "meta nfproto ipv4 ip daddr != 10.244.0.0/16 drop",
            Text(NfProtocol(v6: false), InCidr(DestinationAddress(v6: false), Cidr.Parse("10.244.0.0/16"), inverted: true), Drop()));

    [Fact]
    public void Concatenated_keys_are_joined_by_dots() =>
        Assert.Equal("iif . ip6 saddr vmap @pods", Text(IifVmap(register => SourceAddress(v6: true, register), "pods")));

    [Fact]
    public void Marks_keep_other_peoples_bits() =>
        Assert.Equal("meta mark set meta mark & 0xfffffff0 ^ 0x00000003", Text(SetMark(3, 15)));

    [Fact]
    public void Protocols_ports_and_local_destinations_have_names() =>
        Assert.Equal(
            "meta l4proto tcp th dport 8080 fib daddr type local ct status dnat masquerade",
            Text(TransportProtocol(6), Equal(DestinationPort(), NftValue.NetworkOrder(8080)), DestinationIsLocal(), ConntrackIsDnat(), Masquerade()));

    [Fact]
    public void What_has_no_words_is_printed_as_it_is() =>
        Assert.Contains("quota", Text([new NftUnknown("quota", new ByteString([1, 2]))]));

    [Fact]
    public void Elements_are_printed_as_what_their_set_says_they_are()
    {
        var set = new NftSet
        {
            Key = new NftName(new NftTableKey(NftFamily.Inet, "t"), "m"),
            Flags = NftSetFlags.Map | NftSetFlags.Concatenation,
            KeyType = [NftType.InterfaceIndex, NftType.EtherAddress, NftType.Ipv4Address],
            DataType = [NftType.Verdict],
        };
        var element = new NftElement
        {
            Set = set.Key,
            Key = NftValue.Concatenated(
                NftValue.HostOrder(12), NftValue.Mac(MacAddress.Parse("02:00:00:00:00:01")), NftValue.Address(InetAddress.Parse("10.0.0.1"))),
            Verdict = NftVerdict.Goto("eni1"),
        };
        Assert.Equal("element inet t m 12 . 02:00:00:00:00:01 . 10.0.0.1 : goto eni1", NftText.Element(set, element));
        Assert.Equal(set.KeyLength, element.Key.Length);
    }

    [Fact]
    public void A_key_that_is_too_short_for_its_set_is_printed_in_hexadecimal() =>
        Assert.Equal("0a00", NftFields.Text([NftType.Ipv4Address, NftType.InetService], new ByteString([10, 0])));

    [Fact]
    public void Rows_read_as_rulesets_do()
    {
        var table = new NftTableKey(NftFamily.Inet, "t");
        Assert.Equal("table inet t flags owner, persist", $"{new NftObjectRow(new NftObjectKey(NftObjectKind.Table, table, "")) { Flags = NftTableFlags.Owner | NftTableFlags.Persist }}");
        var chain = new NftObjectRow(new NftObjectKey(NftObjectKind.Chain, table, "c"))
        {
            Hook = new NftHook("filter", NftHook.Forward, 5, NftVerdictKind.Accept),
            Rules = [new NftRuleBody("tcp", [.. TransportProtocol(6), .. Drop()]), new NftRuleBody("rest", [.. Masquerade()])],
        };
        Assert.Equal("chain inet t c type filter hook forward priority 5 policy accept { meta l4proto tcp drop comment \"tcp\"; masquerade comment \"rest\" }", $"{chain}");
        Assert.Equal("element inet t s 0a00 : accept", $"{new NftElement { Set = new NftName(table, "s"), Key = new ByteString([10, 0]), Verdict = NftVerdict.Accept }}");
    }

    private static string Text(params NftExpression[][] pieces) => NftText.Rule([.. pieces.SelectMany(piece => piece)]);
}
