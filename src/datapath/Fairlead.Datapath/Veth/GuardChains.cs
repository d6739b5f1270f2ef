using Fairlead.Model.Addresses;
using Fairlead.Model.Nftables;
using static Fairlead.Model.Nftables.NftExpressions;

namespace Fairlead.Datapath.Veth;

/// <summary>
/// What pods may send at all, decided before connection tracking sees it: one look-up of link, source MAC and source address.
/// What is not found is dropped, so an unknown pod is closed by default.
/// <para>
/// A packet that is not from a pod meets two comparisons. Nothing stands on the way to a dying link: what still arrives there
/// reaches the pod that it was meant for, and a forward hook to stop it would cost every packet of every pod.
/// </para>
/// </summary>
internal static class GuardChains
{
    private const string FromPod = "from_pod";
    private const string FromPod6 = "from_pod6";
    private const string Icmp6 = "from_pod_icmp6";

    private const byte Icmpv6Protocol = 58;

    public static IEnumerable<ChainPlan> Plan(DatapathOptions options, IReadOnlyList<bool> families)
    {
        var v4 = families.Contains(false);
        var v6 = families.Contains(true);
        yield return Guard(
            FairleadTable.Inet, new NftHook("filter", NftHook.Prerouting, options.Priorities.Guard, NftVerdictKind.Accept), options, Goto(FromPod));
        // Pods have a permanent neighbour for their gateway and the node has one for each pod: nobody need ask or be believed.
        yield return Guard(
            FairleadTable.Arp, new NftHook("filter", NftHook.ArpInput, 0, NftVerdictKind.Accept), options, [.. Counter(), .. Drop()]);

        var entry = new ChainPlan(FairleadTable.Inet, FromPod, null);
        if (v4 && v6)
        {
            entry.Rule("ipv6", NfProtocol(v6: true), Goto(FromPod6));
            yield return Family(entry, options, v6: false);
            yield return Family(new ChainPlan(FairleadTable.Inet, FromPod6, null), options, v6: true);
        }
        else if (!v4 && !v6)
        {
            // No pod can have an address yet.
            yield return entry.Rule("any family", Counter(), Drop());
        }
        else
        {
            // Without this the octets of the other family's header would be looked up as if they were an address.
            entry.Rule("other family", NfProtocol(v6: !v6), Counter(), Drop());
            yield return Family(entry, options, v6);
        }

        if (v6)
        {
            yield return AllowedIcmp6();
        }
    }

    /// <summary>
    /// The metadata service once more, for who asks under an address that somebody translates: a service whose endpoint it was made. Before
    /// whatever changes the source, and by the link that the packet came in on (which postrouting knows since Linux 5.7), so that it is one
    /// rule for pods of every mode. The kernel asks a nat chain about a connection's first packet only.
    /// </summary>
    public static IEnumerable<ChainPlan> PlanTranslated(DatapathOptions options, IReadOnlyList<bool> families)
    {
        var hook = new NftHook("nat", NftHook.Postrouting, options.Priorities.SourceNat - 1, NftVerdictKind.Accept);
        var chain = new ChainPlan(FairleadTable.Inet, "nat_metadata", hook);
        foreach (var address in families.SelectMany(v6 => Closed(options, v6)))
        {
            chain.Rule(
                $"metadata {address}", IifGroup(options.PodGroup), NfProtocol(address.IsV6), InCidr(DestinationAddress(address.IsV6), address.ToCidr()), Counter(), Drop());
        }

        return chain.Rules.Count == 0 ? [] : [chain];
    }

    public static NftSet PodMap(bool v6) => new()
    {
        Key = FairleadTable.Pods(v6),
        Flags = NftSetFlags.Map | NftSetFlags.Concatenation,
        KeyType = [NftType.InterfaceIndex, NftType.EtherAddress, FairleadTable.AddressType(v6)],
        DataType = [NftType.Verdict],
    };

    /// <param name="verdict">What becomes of what is truly from the pod: accepted, or on to where its ENI is chosen.</param>
    public static NftElement PodElement(int link, MacAddress mac, InetAddress address, NftVerdict verdict) => new()
    {
        Set = FairleadTable.Pods(address.IsV6),
        Key = NftValue.Concatenated(NftValue.HostOrder((uint)link), NftValue.Mac(mac), NftValue.Address(address)),
        Verdict = verdict,
    };

    private static ChainPlan Guard(NftTableKey table, NftHook hook, DatapathOptions options, NftExpression[] fromPods) =>
        new ChainPlan(table, "guard", hook)
            .Rule("pods", IifGroup(options.PodGroup), fromPods)
            // A link on its way out has left the guarded group, and would forward whatever the pod makes up.
            .Rule("dying", IifGroup(options.DyingGroup), Drop());

    private static ChainPlan Family(ChainPlan chain, DatapathOptions options, bool v6)
    {
        foreach (var address in Closed(options, v6))
        {
            chain.Rule($"metadata {address}", InCidr(DestinationAddress(v6), address.ToCidr()), Counter(), Drop());
        }

        if (v6)
        {
            chain.Rule("icmpv6", TransportProtocol(Icmpv6Protocol), Jump(Icmp6));
        }

        return chain.Rule("known", LookUpPod(v6)).Rule("spoofed", Counter(), Drop());
    }

    private static IEnumerable<InetAddress> Closed(DatapathOptions options, bool v6) =>
        options.Metadata.OpenToPods ? [] : options.Metadata.Addresses.Where(address => address.IsV6 == v6);

    // iif . ether saddr . ip saddr vmap @pods: registers of 4 octets, the MAC takes two.
    private static NftExpression[] LookUpPod(bool v6) =>
    [
        new NftMeta(NftMetaKey.InputIndex, NftExpression.Register1),
        SourceMac(NftExpression.Register32 + 1),
        SourceAddress(v6, NftExpression.Register32 + 3),
        new NftLookup(FairleadTable.Pods(v6).Name, NftExpression.Register1, NftExpression.VerdictRegister),
    ];

    /// <summary>
    /// Of ICMPv6 a pod may send errors (1 to 4) and echoes (128, 129): RFC 4443. Multicast listener reports, router and
    /// neighbour discovery and redirects (130 to 137) would speak for others; the rest nobody should need.
    /// </summary>
    private static ChainPlan AllowedIcmp6() =>
        new ChainPlan(FairleadTable.Inet, Icmp6, null)
            .Rule("unassigned errors", Icmp6Type(5, 127), Counter(), Drop())
            .Rule("discovery", Icmp6Type(130, 255), Counter(), Drop());

    private static NftExpression[] Icmp6Type(byte from, byte to) =>
        [IcmpType(), new NftRange(false, NftExpression.Register1, NftValue.Octet(from), NftValue.Octet(to))];
}
