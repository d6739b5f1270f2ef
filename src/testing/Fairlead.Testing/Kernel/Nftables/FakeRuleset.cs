using System.Collections.Immutable;

namespace Fairlead.Testing.Kernel.Nftables;

/// <summary>All tables of a namespace at one moment. A transaction makes the next; nobody sees it half done.</summary>
internal sealed record FakeRuleset(ImmutableSortedDictionary<(byte Family, string Name), FakeTable> Tables)
{
    public static FakeRuleset Empty { get; } = new(ImmutableSortedDictionary<(byte, string), FakeTable>.Empty);

    public FakeTable? Find(byte family, string name) => Tables.GetValueOrDefault((family, name));

    public FakeRuleset With(FakeTable table) => new(Tables.SetItem((table.Family, table.Name), table));

    public FakeRuleset Without(FakeTable table) => new(Tables.Remove((table.Family, table.Name)));
}

/// <param name="Owner">Port of the socket that owns it; 0 for nobody.</param>
internal sealed record FakeTable(byte Family, string Name, uint Flags, uint Owner)
{
    public ImmutableSortedDictionary<string, FakeChain> Chains { get; init; } = ImmutableSortedDictionary<string, FakeChain>.Empty;

    public ImmutableSortedDictionary<string, FakeSet> Sets { get; init; } = ImmutableSortedDictionary<string, FakeSet>.Empty;

    public FakeTable With(FakeChain chain) => this with { Chains = Chains.SetItem(chain.Name, chain) };

    public FakeTable With(FakeSet set) => this with { Sets = Sets.SetItem(set.Name, set) };

    /// <summary>Whether a rule or an element leads to the chain.</summary>
    public bool LeadsTo(string chain) =>
        Chains.Values.Any(other => other.Rules.Any(rule => rule.Expressions.Chains.Contains(chain)))
        || Sets.Values.Any(set => set.Elements.Values.Any(element => element.Chain == chain));

    public bool LooksUp(string set) => Chains.Values.Any(chain => chain.Rules.Any(rule => rule.Expressions.Sets.Contains(set)));
}

/// <param name="Hook">Value of NFTA_CHAIN_HOOK; empty for a chain that is only jumped to.</param>
internal sealed record FakeChain(string Name, string Type, byte[] Hook, uint Policy)
{
    public ImmutableList<FakeRule> Rules { get; init; } = [];

    public bool IsBase => Hook.Length > 0;
}

internal sealed record FakeRule(ulong Handle, FakeExpressions Expressions, byte[] Userdata);

/// <param name="Description">Value of NFTA_SET_DESC.</param>
internal sealed record FakeSet(string Name, uint Flags, uint KeyType, uint KeyLength, uint DataType, uint DataLength, byte[] Description)
{
    private const uint Interval = 4;
    private const uint Map = 8;
    private const uint Concatenation = 128;

    public ImmutableSortedDictionary<string, FakeElement> Elements { get; init; } = ImmutableSortedDictionary.Create<string, FakeElement>(StringComparer.Ordinal);

    public bool IsMap => (Flags & Map) != 0;

    /// <summary>Intervals as two elements each: not where the fields of a key have lengths of their own.</summary>
    public bool IsPlainInterval => (Flags & (Interval | Concatenation)) == Interval && Description.Length == 0;

    public bool IsSameKind(FakeSet other) => (Flags, KeyType, KeyLength, DataType, DataLength) == (other.Flags, other.KeyType, other.KeyLength, other.DataType, other.DataLength);
}
