using Fairlead.Agent.Configuration;
using Fairlead.Agent.Journal;
using Fairlead.Agent.Node;
using Fairlead.Agent.Pods;
using Fairlead.Datapath;
using Fairlead.Model.Kernel;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;
using Fairlead.Planning.Doctor;

namespace Fairlead.Agent.Reports;

/// <summary>What a running agent and the files of one that is down say in the same words.</summary>
internal static class PlanReports
{
    public static NodePlanReport Plan(DatapathOptions options, NodeFacts? facts) => new(
        [.. options.PodSlices.Select(slice => $"{slice}")],
        facts?.Uplink ?? "",
        facts is null ? 0 : NodePlanner.PodMtu(facts, options),
        options.PodGroup,
        options.DyingGroup,
        options.Priorities.Guard,
        options.ForwardPolicy == ForwardPolicyMode.Set)
    {
        SharedEni = new SharedEniNumbers(options.SharedEni.RulePriority, options.SharedEni.PodTable, options.SharedEni.MostEnis, options.SharedEni.MarkMask),
    };

    /// <summary>The node's own settings; a pod's go with the pod.</summary>
    public static IReadOnlyList<SettingReport> Settings(IEnumerable<SysctlRow> wished, JournalState journal) =>
    [
        .. wished.Where(row => row.Key.Netns.IsNode).OrderBy(row => row.Key.Path, StringComparer.Ordinal)
            .Select(row => new SettingReport(row.Key.Path, row.Value, row.AlsoRight ?? "", journal.Settings.GetValueOrDefault(row.Key.Path)?.OldValue)),
    ];

    public static IReadOnlyDictionary<string, string> OriginalPolicies(JournalState journal) => journal.Settings
        .Select(setting => (Key: SettingName.ForwardPolicyOf(setting.Key), setting.Value.OldValue))
        .Where(setting => setting.Key is not null)
        .ToDictionary(setting => $"{setting.Key}", setting => setting.OldValue);

    public static IReadOnlyList<PoolReport> Pools(PoolUse use) => [Pool("IPv4", use.V4), Pool("IPv6", use.V6)];

    public static IReadOnlyList<PodReport> Pods(IEnumerable<PodAttachment> pods) =>
    [
        .. pods.OrderBy(pod => pod.HostIndex).Select(pod => new PodReport(
            PodRegister.Describe(pod), $"{pod.Id}", pod.Id.HostLinkName, pod.Mtu, [.. pod.Addresses.Select(address => $"{address}")])),
    ];

    /// <summary>Deletion requests that lie in the folder.</summary>
    public static int PendingDeletions(AgentPaths paths) =>
        Directory.Exists(paths.Deletions) ? Directory.EnumerateFiles(paths.Deletions, "*.del").Count() : 0;

    private static PoolReport Pool(string family, FamilyUse use) => new(family, (double)use.Capacity, use.Leased, use.Resting, (double)use.Free) { Kept = use.Kept };
}
