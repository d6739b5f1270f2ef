using Fairlead.Model.Nftables;

namespace Fairlead.Planning.Paths.Filtering;

/// <summary>A ruleset by what a packet meets: chains by hook, rules by chain, sets by name.</summary>
internal sealed class RulesetIndex
{
    private readonly List<NftChain> _hooked;
    private readonly ILookup<NftName, NftRule> _rules;
    private readonly Dictionary<NftName, NftSetIndex> _sets;

    public RulesetIndex(NftRuleset ruleset)
    {
        var dormant = ruleset.Tables.Where(table => (table.Flags & NftTableFlags.Dormant) != 0).Select(table => table.Key).ToHashSet();
        _hooked = [.. ruleset.Chains.Where(chain => chain.Hook is not null && !dormant.Contains(chain.Key.Table))];
        _rules = ruleset.Rules.OrderBy(rule => rule.Position).ToLookup(rule => rule.Chain);
        var elements = ruleset.Elements.ToLookup(element => element.Set);
        _sets = ruleset.Sets.ToDictionary(set => set.Key, set => new NftSetIndex(set, elements[set.Key]));
    }

    /// <summary>Base chains that a packet of the family meets at a hook, in the order of their priorities.</summary>
    public IEnumerable<NftChain> At(bool v6, uint hook) =>
        _hooked.Where(chain => chain.Hook!.Hook == hook && (chain.Key.Table.Family == NftFamily.Inet || chain.Key.Table.Family == (v6 ? NftFamily.Ip6 : NftFamily.Ip)))
            .OrderBy(chain => chain.Hook!.Priority);

    public IEnumerable<NftChain> At(NftFamily family, uint hook, string? device = null) =>
        _hooked.Where(chain => chain.Key.Table.Family == family && chain.Hook!.Hook == hook && (device is null || chain.Hook.Device == device))
            .OrderBy(chain => chain.Hook!.Priority);

    public IEnumerable<NftRule> Rules(NftName chain) => _rules[chain];

    public NftSetIndex? FindSet(NftName name) => _sets.GetValueOrDefault(name);
}
