namespace Fairlead.Model.Nftables;

/// <summary>What a row of the nftables table is about.</summary>
public enum NftObjectKind
{
    Table,
    Set,
    Chain,
}

/// <param name="Name">Name of the set or chain; empty for the table itself.</param>
public readonly record struct NftObjectKey(NftObjectKind Kind, NftTableKey Table, string Name)
{
    public override string ToString() => Kind == NftObjectKind.Table ? $"table {Table}" : $"{Kind.ToString().ToLowerInvariant()} {Table} {Name}";
}

/// <summary>
/// A table, a set without its elements, or a chain with all its rules: what is changed as one piece. A chain whose rules differ is
/// emptied and filled again in the same transaction, so that no packet meets half of it.
/// </summary>
public sealed record NftObjectRow(NftObjectKey Key)
{
    public NftTableFlags Flags { get; init; }

    public NftSet? Set { get; init; }

    public NftHook? Hook { get; init; }

    public EquatableList<NftRuleBody> Rules { get; init; } = [];

    public override string ToString() => NftText.Object(this);

    /// <summary>The rows of a ruleset, elements left out.</summary>
    public static IEnumerable<NftObjectRow> From(NftRuleset ruleset)
    {
        var rules = ruleset.Rules.ToLookup(rule => rule.Chain);
        return ruleset.Tables.Select(table => new NftObjectRow(new NftObjectKey(NftObjectKind.Table, table.Key, "")) { Flags = table.Flags })
            .Concat(ruleset.Sets.Select(set => new NftObjectRow(new NftObjectKey(NftObjectKind.Set, set.Key.Table, set.Key.Name)) { Set = set }))
            .Concat(ruleset.Chains.Select(chain => new NftObjectRow(new NftObjectKey(NftObjectKind.Chain, chain.Key.Table, chain.Key.Name))
            {
                Hook = chain.Hook,
                Rules = EquatableList.Create<NftRuleBody>(rules[chain.Key].OrderBy(rule => rule.Position).Select(rule => new NftRuleBody(rule.Key, rule.Expressions)).ToArray()),
            }));
    }
}

/// <summary>A rule as a part of its chain.</summary>
/// <param name="Comment">What `nft list` prints behind it; our rules bear their key.</param>
public sealed record NftRuleBody(string Comment, EquatableList<NftExpression> Expressions);

/// <summary>What the kernel tells elements apart by.</summary>
public readonly record struct NftElementKey(NftName Set, ByteString Key, ByteString KeyEnd)
{
    public static NftElementKey Of(NftElement element) => new(element.Set, element.Key, element.KeyEnd ?? default);

    public override string ToString() => $"element {Key} of {Set}";
}
