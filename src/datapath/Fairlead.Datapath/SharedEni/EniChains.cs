using System.Globalization;
using Fairlead.Datapath.Veth;
using Fairlead.Model.Nftables;
using static Fairlead.Model.Nftables.NftExpressions;

namespace Fairlead.Datapath.SharedEni;

/// <summary>
/// The choice of the ENI: the look-up that the guard makes anyway leads to a chain with one masked constant, so that kube-proxy and
/// others keep their bits of the mark and a packet pays the same for 3 pods and for 250.
/// </summary>
internal static class EniChains
{
    // enum ip_conntrack_dir of include/uapi/linux/netfilter/nf_conntrack_tuple_common.h.
    private const byte Original = 0;
    private const byte Reply = 1;

    private const string Prefix = "eni";
    private const string Primary = "eni_primary";

    // Behind NF_IP_PRI_NAT_DST, where others translate destinations, and before the route is looked up.
    private const int Translated = -99;

    public static NftVerdict Choose(int number) => NftVerdict.Goto(Name(number));

    /// <summary>The number of the ENI that a verdict chooses; 0 for none.</summary>
    public static int NumberOf(NftVerdict? verdict) =>
        verdict is { Kind: NftVerdictKind.Goto, Chain: { } chain } && chain.StartsWith(Prefix, StringComparison.Ordinal)
            && int.TryParse(chain.AsSpan(Prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    public static NftObjectKey Key(int number) => new(NftObjectKind.Chain, FairleadTable.Inet, Name(number));

    public static ChainPlan Plan(DatapathOptions options, int number) =>
        new ChainPlan(FairleadTable.Inet, Name(number), null).Rule("mark", SetMark(options.SharedEni.Mark(number), options.SharedEni.MarkMask));

    /// <summary>
    /// What a pod answers to a connection that came to an address of the node leaves by the link that it came in on. Secondary ENIs have
    /// no address of the node, so that is never one of them: the pod's mark goes, and main says which it is. Nothing is kept in the
    /// connection's own mark: this holds for connections of before a change-over, too, and takes nobody's bits.
    /// </summary>
    /// <param name="masqueraded">
    /// Others may give pods' packets the node's address as source (kube-proxy does, for a NodePort): those leave by the primary ENI too,
    /// for the VPC drops them on any other. A connection's first packet says so by a mark, the later ones by what the connection is:
    /// a nat chain sees the first one only.
    /// </param>
    public static IEnumerable<ChainPlan> Replies(DatapathOptions options, bool masqueraded)
    {
        var replies = Prerouting("replies", options.Priorities.Replies)
            .Rule("translated", IifGroup(options.PodGroup), Goes(Reply), ConntrackIsDnat(), Goto(Primary));
        yield return masqueraded ? replies.Rule("masqueraded", IifGroup(options.PodGroup), ConntrackIsSnat(), Goes(Original), Goto(Primary)) : replies;
        if (masqueraded && options.SharedEni.MasqueradeMark is var mark and not 0)
        {
            yield return Prerouting("masqueraded", Translated).Rule("first", IifGroup(options.PodGroup), MarkIs(mark, mark), Goto(Primary));
        }

        yield return new ChainPlan(FairleadTable.Inet, Primary, null).Rule("mark", SetMark(0, options.SharedEni.MarkMask));
    }

    private static ChainPlan Prerouting(string name, int priority) =>
        new(FairleadTable.Inet, name, new NftHook("filter", NftHook.Prerouting, priority, NftVerdictKind.Accept));

    private static NftExpression[] Goes(byte direction) =>
        Equal(new NftConntrack(NftConntrackKey.Direction, NftExpression.Register1), NftValue.Octet(direction));

    private static string Name(int number) => $"{Prefix}{number}";
}
