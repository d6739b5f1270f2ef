using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;

namespace Fairlead.Planning.Doctor.Checks;

/// <summary>Numbers that are ours by choice and that somebody else may have chosen too: link groups, priorities, and routes for pods' addresses.</summary>
internal static class NumbersCheck
{
    private const string Area = "clashes";
    private const uint MainTable = 254;
    private const uint LocalTable = 255;

    public static IEnumerable<Diagnosis> Examine(NodeChart chart)
    {
        if (chart.Report?.Plan is not { } plan)
        {
            return [];
        }

        var slices = plan.PodSlices.Select(Cidr.Parse).ToList();
        List<Diagnosis> found =
        [
            .. ForeignLinks(chart, plan), .. UnknownLinks(chart, chart.Report), .. ForeignRoutes(chart, slices), .. ForeignPolicyRules(chart),
            .. SamePriority(chart, plan), .. SharedEniNumbersCheck.Examine(chart, plan),
        ];
        return found.Count > 0 ? found
            : [Diagnosis.Fine(Area, "numbers", $"link groups 0x{plan.PodGroup:x} and 0x{plan.DyingGroup:x}, the priority {plan.GuardPriority} and the pod slices are used by nobody else")];
    }

    private static IEnumerable<Diagnosis> ForeignLinks(NodeChart chart, NodePlanReport plan) =>
        from link in chart.Kernel.Links
        where !IsOurs(link) && (link.Group == plan.PodGroup || link.Group == plan.DyingGroup)
        select Diagnosis.Trouble(
            Area, "link group", $"{link.Name} is in group {link.Group} and not ours", "only links of ours there",
            $"ip link set {link.Name} group default, or choose other numbers for podGroup and dyingGroup: deleting by group would take it too");

    private static IEnumerable<Diagnosis> UnknownLinks(NodeChart chart, AgentReport report)
    {
        var known = report.Pods.Select(pod => pod.Link).ToHashSet();
        return from link in chart.Kernel.Links
               where IsOurs(link) && !known.Contains(link.Name)
               select Diagnosis.Note(Area, "link", $"{link.Name} bears our mark ({link.Alias}) and belongs to no attachment", "the agent takes it away when it has reported; if it stays, start the agent again");
    }

    private static IEnumerable<Diagnosis> ForeignRoutes(NodeChart chart, List<Cidr> slices) =>
        from route in chart.Kernel.Routes
        where !route.IsOurs && route.Table is MainTable or LocalTable && slices.Exists(slice => slice.Contains(route.Destination))
        let link = chart.Kernel.FindLink(route.LinkIndex)?.Name ?? "no link"
        select Diagnosis.Trouble(
            Area, "route", $"{route.Destination} dev {link} is not ours and lies in a pod slice", "pods' addresses routed by us only",
            $"ip{(route.Destination.IsV6 ? " -6" : "")} route del {route.Destination} dev {link}: it leads packets for pods elsewhere");

    // 0, 32766 and 32767 are the kernel's own.
    private static IEnumerable<Diagnosis> ForeignPolicyRules(NodeChart chart) =>
        from rule in chart.Kernel.Rules
        where !rule.IsOurs && rule.Priority is > 0 and < 32766
        select Diagnosis.Note(
            Area, "policy rule", $"{rule.Priority}: {(rule.IsV6 ? "IPv6 " : "")}{Selector(rule)} {rule.Action.ToString().ToLowerInvariant()} {(rule.Action == RuleAction.Table ? $"{rule.Table}" : "")}".TrimEnd(),
            "not ours; it comes before the main table, in which pods' routes are: see with fairlead why where it leads their packets");

    private static string Selector(ObservedRule rule) =>
        $"{(rule.IsInverted ? "not " : "")}from {rule.Source?.ToString() ?? "all"}{(rule.Destination is { } to ? $" to {to}" : "")}"
        + (rule.InputLink.Length > 0 ? $" iif {rule.InputLink}" : "") + (rule.MarkMask != 0 ? $" fwmark 0x{rule.Mark:x}/0x{rule.MarkMask:x}" : "");

    private static IEnumerable<Diagnosis> SamePriority(NodeChart chart, NodePlanReport plan) =>
        from chain in chart.Kernel.Nftables.Chains
        where chain.Hook is { Hook: NftHook.Prerouting, Type: "filter" } hook && hook.Priority == plan.GuardPriority
            && chain.Key.Table.Name != OurMark.NftablesTable && chain.Key.Table.Family is NftFamily.Inet or NftFamily.Ip or NftFamily.Ip6
        where chart.Kernel.Nftables.Rules.Any(rule => rule.Chain == chain.Key)
        select Diagnosis.Note(
            Area, "priority", $"chain {chain.Key} stands at the priority of our guard ({plan.GuardPriority})",
            "whichever was made first comes first; should that matter, set priorities.guard");

    private static bool IsOurs(ObservedLink link) => link.Alias.StartsWith(OurMark.AliasPrefix, StringComparison.Ordinal);
}
