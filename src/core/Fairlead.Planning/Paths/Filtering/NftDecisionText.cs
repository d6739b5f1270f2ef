using Fairlead.Model.Nftables;
using Fairlead.Planning.Paths.Packets;

namespace Fairlead.Planning.Paths.Filtering;

/// <summary>What a chain decided, for people.</summary>
internal static class NftDecisionText
{
    // NFT_REJECT_* and the ICMP code of port unreachable, RFC 792.
    private const uint IcmpUnreachable = 0;
    private const uint TcpReset = 1;
    private const uint EitherFamily = 2;

    public static string Write(NftChain chain, NftOutcome outcome)
    {
        if (outcome.Rule is not { } rule)
        {
            return $"{chain.Key}: policy {Word(outcome.Verdict)}";
        }

        var comment = rule.Key.StartsWith("handle ", StringComparison.Ordinal) ? "" : $" \"{rule.Key}\"";
        return $"{rule.Chain}{comment}: {NftText.Rule(rule.Expressions)}";
    }

    public static string Remedy(NftChain chain, NftOutcome outcome, string where)
    {
        if (outcome.Rule is not { } rule)
        {
            return $"let {chain.Key} on {where} accept it";
        }

        return rule.Chain.Table.Name == Model.Kernel.OurMark.NftablesTable
            ? ""
            : $"on {where}: nft delete rule {rule.Chain} handle {rule.Handle}";
    }

    /// <summary>A drop says nothing; a reject says so to the sender, in one of several words.</summary>
    public static PathOutcome Outcome(NftOutcome outcome, Packet packet)
    {
        if (outcome.Reject is not { } reject)
        {
            return PathOutcome.Dropped;
        }

        // ICMP port unreachable is 3 for IPv4 and 4 for IPv6; in nft's own numbering for both families it is 1.
        var isPort = reject.Type switch
        {
            TcpReset => true,
            IcmpUnreachable => reject.Code == (packet.IsV6 ? 4 : 3),
            EitherFamily => reject.Code == 1,
            _ => false,
        };
        return isPort ? PathOutcome.Refused : packet.Protocol == Packet.Tcp ? PathOutcome.Unreachable : PathOutcome.Dropped;
    }

    private static string Word(NftVerdictKind verdict) => verdict.ToString().ToLowerInvariant();
}
