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
    private const string Primary = "eni_primary";

    public static NftVerdict Choose(int number) => NftVerdict.Goto(Name(number));

    public static NftObjectKey Key(int number) => new(NftObjectKind.Chain, FairleadTable.Inet, Name(number));

    public static ChainPlan Plan(DatapathOptions options, int number) =>
        new ChainPlan(FairleadTable.Inet, Name(number), null).Rule("mark", SetMark(options.SharedEni.Mark(number), options.SharedEni.MarkMask));

    /// <summary>
    /// What a pod answers to a connection that came to an address of the node leaves by the link that it came in on. Secondary ENIs have
    /// no address of the node, so that is never one of them: the pod's mark goes, and main says which it is. Nothing is kept in the
    /// connection's own mark: this holds for connections of before a change-over, too, and takes nobody's bits.
    /// </summary>
    public static IEnumerable<ChainPlan> Replies(DatapathOptions options)
    {
        var hook = new NftHook("filter", NftHook.Prerouting, options.Priorities.Replies, NftVerdictKind.Accept);
        yield return new ChainPlan(FairleadTable.Inet, "replies", hook)
            .Rule("translated", IifGroup(options.PodGroup), IsReply(), ConntrackIsDnat(), Goto(Primary));
        yield return new ChainPlan(FairleadTable.Inet, Primary, null).Rule("mark", SetMark(0, options.SharedEni.MarkMask));
    }

    // IP_CT_DIR_REPLY of include/uapi/linux/netfilter/nf_conntrack_tuple_common.h.
    private static NftExpression[] IsReply() =>
        Equal(new NftConntrack(NftConntrackKey.Direction, NftExpression.Register1), NftValue.Octet(1));

    private static string Name(int number) => $"eni{number}";
}
