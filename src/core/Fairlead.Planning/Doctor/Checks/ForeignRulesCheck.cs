using System.Text.RegularExpressions;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;

namespace Fairlead.Planning.Doctor.Checks;

/// <summary>
/// Rules of others that drop or reject on pods' way. They are named, never edited. One that names pods' addresses, or no address
/// and nothing else that keeps pods' packets out of it, needs a hand; of the others it is not known, and <c>why</c> tells of a
/// packet.
/// </summary>
internal static partial class ForeignRulesCheck
{
    private const string Area = "foreign rules";

    public static IEnumerable<Diagnosis> Examine(NodeChart chart)
    {
        var slices = chart.Report?.Plan?.PodSlices.Select(Cidr.Parse).ToList() ?? [];
        var found = Nftables(chart.Kernel.Nftables).Concat(chart.LegacyRules)
            .Where(rule => rule.Concerns.Count == 0 || rule.Concerns.Any(range => slices.Exists(range.Overlaps)))
            .Select(Judge).ToList();
        return found.Count > 0 ? found : [Diagnosis.Fine(Area, "drops", "no rule of others drops or rejects on pods' way")];
    }

    private static Diagnosis Judge(ForeignRule rule) => rule.HasOtherConditions
        ? Diagnosis.Note(Area, rule.Place, rule.Text, "whether it meets pods' packets depends on the packet: ask fairlead why")
        : Diagnosis.Trouble(Area, rule.Place, rule.Text, "that pods' packets pass", "not ours, so it stays: change it with the program that made it");

    private static IEnumerable<ForeignRule> Nftables(NftRuleset ruleset)
    {
        var passed = ruleset.Chains.Where(IsOnTheWay).Select(chain => chain.Key).ToHashSet();
        foreach (var chain in ruleset.Chains.Where(chain => passed.Contains(chain.Key) && chain.Hook!.Policy == NftVerdictKind.Drop && !IsBuiltIn(chain)))
        {
            var accepts = ruleset.Rules.Any(rule => rule.Chain == chain.Key);
            yield return new ForeignRule(
                $"nftables: chain {chain.Key}", accepts ? "its policy is drop: what none of its rules accepts ends here" : "its policy is drop, and no rule accepts anything", [], accepts);
        }

        Follow(ruleset, passed);
        foreach (var rule in ruleset.Rules.Where(rule => passed.Contains(rule.Chain) && rule.Expressions.Any(Drops)))
        {
            var text = NftText.Rule(rule.Expressions);
            yield return new ForeignRule(
                $"nftables: chain {rule.Chain}, handle {rule.Handle}", text,
                [.. Addresses().Matches(text).Select(match => Range(match.Value)).OfType<Cidr>()], OtherConditions().IsMatch(text));
        }
    }

    private static bool IsOnTheWay(NftChain chain) =>
        chain.Key.Table.Name != OurMark.NftablesTable && chain.Key.Table.Family is (NftFamily.Inet or NftFamily.Ip or NftFamily.Ip6)
        && chain.Hook is { Hook: NftHook.Prerouting or NftHook.Forward or NftHook.Postrouting or NftHook.Input };

    // FORWARD of table filter has a finding of its own: its policy is set.
    private static bool IsBuiltIn(NftChain chain) => chain.Key is { Name: "FORWARD", Table.Name: "filter" };

    private static void Follow(NftRuleset ruleset, HashSet<NftName> passed)
    {
        for (var before = 0; before != passed.Count;)
        {
            before = passed.Count;
            foreach (var rule in ruleset.Rules.Where(rule => passed.Contains(rule.Chain)).ToList())
            {
                passed.UnionWith(rule.Expressions.OfType<NftImmediateVerdict>().Where(jump => jump.Verdict.Chain is not null)
                    .Select(jump => new NftName(rule.Chain.Table, jump.Verdict.Chain!)));
            }
        }
    }

    private static bool Drops(NftExpression expression) =>
        expression is NftImmediateVerdict { Verdict.Kind: NftVerdictKind.Drop } or NftReject;

    private static Cidr? Range(string text) => Cidr.TryParse(text, out var cidr) ? cidr
        : InetAddress.TryParse(text, out var address) ? address.ToCidr() : null;

    [GeneratedRegex(@"(?<=addr )(?:!= )?[0-9a-fA-F.:]+(?:/\d+)?")]
    private static partial Regex Addresses();

    // What is said beside addresses, links, protocols and ports: states, marks, sets, limits, and whatever has no words.
    [GeneratedRegex(@"\bct (?!state new\b)|\bmark\b|@|\blimit\b|\bfib\b|!=|\bNft\w+|\bunknown\b|\bxt\b|\bmatch\b")]
    private static partial Regex OtherConditions();
}
