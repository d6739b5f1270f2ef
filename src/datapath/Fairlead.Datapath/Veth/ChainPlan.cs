using Fairlead.Model.Nftables;

namespace Fairlead.Datapath.Veth;

/// <summary>A chain and its rules while they are written down; the order of <see cref="Rule"/> calls is theirs.</summary>
internal sealed class ChainPlan(NftTableKey table, string name, NftHook? hook)
{
    private readonly List<NftRule> _rules = [];

    public NftChain Chain { get; } = new(new NftName(table, name), hook);

    public IReadOnlyList<NftRule> Rules => _rules;

    /// <param name="key">What `nft list` prints as the rule's comment.</param>
    public ChainPlan Rule(string key, params IEnumerable<NftExpression[]> pieces)
    {
        _rules.Add(new NftRule(Chain.Key, key, _rules.Count, [.. pieces.SelectMany(piece => piece)]));
        return this;
    }
}
