using Fairlead.Model.Nftables;

namespace Fairlead.Planning.Paths.Filtering;

/// <summary>Runs a packet through a base chain and what it jumps to, as the kernel would.</summary>
internal sealed class NftEvaluator(RulesetIndex ruleset)
{
    // NFT_JUMP_STACK_SIZE of include/net/netfilter/nf_tables.h.
    private const int DeepestJump = 16;

    public NftOutcome Evaluate(NftChain chain, PacketContext context) =>
        Walk(chain.Key, context, 0) ?? new NftOutcome(chain.Hook!.Policy, null);

    // Null: the chain ended without a verdict, or returned.
    private NftOutcome? Walk(NftName chain, PacketContext context, int depth)
    {
        foreach (var rule in ruleset.Rules(chain))
        {
            var run = new NftExpressionRun(ruleset, chain.Table, context);
            NftVerdict? verdict;
            try
            {
                verdict = run.Run(rule);
            }
            catch (NftDoubtException doubt)
            {
                return new NftOutcome(NftVerdictKind.Queue, rule) { Doubt = $"what {doubt.Message} does cannot be foreseen" };
            }

            switch (verdict?.Kind)
            {
                case null or NftVerdictKind.Continue or NftVerdictKind.Break:
                    continue;
                case NftVerdictKind.Return:
                    return null;
                case NftVerdictKind.Goto:
                    return depth < DeepestJump ? Walk(Target(chain, verdict), context, depth + 1) : null;
                case NftVerdictKind.Jump:
                    if (depth < DeepestJump && Walk(Target(chain, verdict), context, depth + 1) is { } decided)
                    {
                        return decided;
                    }

                    continue;
                case NftVerdictKind.Queue:
                    return new NftOutcome(NftVerdictKind.Queue, rule) { Doubt = "a program in user space decides" };
                default:
                    return new NftOutcome(verdict!.Kind, rule) { Reject = run.Reject, IsTranslated = run.IsTranslated };
            }
        }

        return null;
    }

    private static NftName Target(NftName chain, NftVerdict verdict) => new(chain.Table, verdict.Chain!);
}
