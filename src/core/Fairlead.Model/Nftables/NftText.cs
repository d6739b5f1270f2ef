
namespace Fairlead.Model.Nftables;

/// <summary>
/// A ruleset in `nft`'s own language, so that an operator, a golden file and a failing test read what `nft list ruleset` would
/// print. What it has no words for is printed as the expression is.
/// </summary>
public static class NftText
{
    public static IEnumerable<string> Lines(NftRuleset ruleset)
    {
        var sets = ruleset.Sets.ToDictionary(set => set.Key);
        return
        [
            .. ruleset.Tables.Select(table => $"table {table.Key}" + (table.Flags == 0 ? "" : $" flags {table.Flags.ToString().ToLowerInvariant()}")),
            .. ruleset.Sets.Select(Set),
            .. ruleset.Chains.SelectMany(chain => Chain(ruleset, chain)),
            .. ruleset.Elements.Select(element => sets.TryGetValue(element.Set, out var set) ? Element(set, element) : Element(element)),
        ];
    }

    public static string Set(NftSet set)
    {
        var kind = (set.Flags & NftSetFlags.Map) != 0 ? "map" : "set";
        var data = set.DataType.Count == 0 ? "" : $" : {string.Join(" . ", set.DataType)}";
        var interval = (set.Flags & NftSetFlags.Interval) != 0 ? " interval" : "";
        return $"{kind} {set.Key} {string.Join(" . ", set.KeyType)}{data}{interval}";
    }

    /// <summary>Keys and data are printed as octets: an element does not say of what type they are, its set does.</summary>
    public static string Element(NftElement element) =>
        $"element {element.Set} {(element.IsCatchAll ? "*" : element.Key)}" +
        (element.KeyEnd is { } end ? $"-{end}" : "") +
        (element.Data is { } data ? $" : {data}" : "") +
        (element.Verdict is { } verdict ? $" : {verdict}" : "");

    /// <summary>As <see cref="Element(NftElement)"/>, with keys and data as what their set says they are.</summary>
    public static string Element(NftSet set, NftElement element) =>
        $"element {element.Set} {(element.IsCatchAll ? "*" : NftFields.Text(set.KeyType, element.Key))}" +
        (element.KeyEnd is { } end ? $"-{NftFields.Text(set.KeyType, end)}" : "") +
        (element.Data is { } data ? $" : {NftFields.Text(set.DataType, data)}" : "") +
        (element.Verdict is { } verdict ? $" : {verdict}" : "");

    public static string Rule(EquatableList<NftExpression> expressions) => new NftRuleText().Write(expressions);

    /// <summary>A table, set or chain in one line, the chain with its rules.</summary>
    public static string Object(NftObjectRow row) => row.Set is { } set
        ? Set(set)
        : row.Key +
            (row.Flags == 0 ? "" : $" flags {row.Flags.ToString().ToLowerInvariant()}") +
            (row.Hook is { } hook ? $" {Hook(row.Key.Table.Family, hook)}" : "") +
            (row.Rules.Count == 0 ? "" : $" {{ {string.Join("; ", row.Rules.Select(rule => $"{Rule(rule.Expressions)} comment \"{rule.Comment}\""))} }}");

    private static IEnumerable<string> Chain(NftRuleset ruleset, NftChain chain)
    {
        yield return $"chain {chain.Key}" + (chain.Hook is { } hook ? $" {Hook(chain.Key.Table.Family, hook)}" : "");
        foreach (var rule in ruleset.Rules.Where(rule => rule.Chain == chain.Key).OrderBy(rule => rule.Position))
        {
            yield return $"  {Rule(rule.Expressions)} comment \"{rule.Key}\"";
        }
    }

    private static string Hook(NftFamily family, NftHook hook)
    {
        var name = family == NftFamily.Arp
            ? hook.Hook == NftHook.ArpInput ? "input" : "output"
            : hook.Hook switch { 0 => "prerouting", 1 => "input", 2 => "forward", 3 => "output", _ => "postrouting" };
        return $"type {hook.Type} hook {name} priority {hook.Priority} policy {hook.Policy.ToString().ToLowerInvariant()}";
    }
}
