using System.Buffers.Binary;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;

namespace Fairlead.Planning.Doctor.Checks;

/// <summary>Whether rules, tables and mark bits of shared ENI mode are ours alone. Trouble while pods need them, a note before.</summary>
internal static class SharedEniNumbersCheck
{
    private const string Area = "clashes";

    public static IEnumerable<Diagnosis> Examine(NodeChart chart, NodePlanReport plan)
    {
        if (plan.SharedEni is not { } numbers)
        {
            return [];
        }

        var inUse = chart.Kernel.Rules.Any(rule => rule.IsOurs);
        return
        [
            .. Priorities(chart, numbers, inUse), .. Tables(chart, numbers, inUse), .. RuleMarks(chart, numbers, inUse), .. SetMarks(chart, numbers, inUse),
        ];
    }

    private static IEnumerable<Diagnosis> Priorities(NodeChart chart, SharedEniNumbers numbers, bool inUse) =>
        from rule in chart.Kernel.Rules
        where !rule.IsOurs && (rule.Priority == numbers.RulePriority || rule.Priority == numbers.RulePriority + 1)
        select Clash(inUse, "rule priority", $"{rule.Priority} has a {Family(rule.IsV6)} rule that is not ours", "sharedEni.rulePriority");

    private static IEnumerable<Diagnosis> Tables(NodeChart chart, SharedEniNumbers numbers, bool inUse) =>
        from route in chart.Kernel.Routes
        where !route.IsOurs && route.Table >= numbers.PodTable && route.Table <= numbers.PodTable + numbers.MostEnis
        select Clash(inUse, "route table", $"{route.Table} has the route {route.Destination} that is not ours", "sharedEni.podTable");

    private static IEnumerable<Diagnosis> RuleMarks(NodeChart chart, SharedEniNumbers numbers, bool inUse) =>
        from rule in chart.Kernel.Rules
        where !rule.IsOurs && (rule.MarkMask & numbers.MarkMask) != 0
        select Clash(inUse, "mark", $"rule {rule.Priority} looks at 0x{rule.Mark:x}/0x{rule.MarkMask:x}, which has bits of ours (0x{numbers.MarkMask:x})", "sharedEni.markMask");

    private static IEnumerable<Diagnosis> SetMarks(NodeChart chart, SharedEniNumbers numbers, bool inUse) =>
        from rule in chart.Kernel.Nftables.Rules
        where rule.Chain.Table.Name != OurMark.NftablesTable && (Touched(rule) & numbers.MarkMask) is not 0
        select Clash(
            inUse, "mark", $"a rule of chain {rule.Chain} sets 0x{Touched(rule):x} of the packet mark, which has bits of ours (0x{numbers.MarkMask:x})", "sharedEni.markMask");

    /// <summary>Bits of the mark that the rule may change: what is cleared or set behind a mask, and all without one.</summary>
    private static uint Touched(NftRule rule)
    {
        var expressions = rule.Expressions;
        for (var i = 0; i < expressions.Count; i++)
        {
            if (expressions[i] is NftMetaSet { Key: NftMetaKey.Mark })
            {
                return i > 0 && expressions[i - 1] is NftBitwise { Length: 4 } masked ? ~Number(masked.Mask) | Number(masked.Xor) : uint.MaxValue;
            }
        }

        return 0;
    }

    private static uint Number(ByteString octets) => BinaryPrimitives.ReadUInt32LittleEndian(octets.Span);

    private static string Family(bool v6) => v6 ? "IPv6" : "IPv4";

    private static Diagnosis Clash(bool inUse, string subject, string found, string option) => inUse
        ? Diagnosis.Trouble(Area, subject, found, "used by us only while pods are on shared ENIs", $"choose another number for {option} in agent.yaml, or let the other program use another")
        : Diagnosis.Note(Area, subject, found, $"no pod is on a shared ENI yet; before one is, choose another number for {option} in agent.yaml");
}
