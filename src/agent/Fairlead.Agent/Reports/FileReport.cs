using Fairlead.Agent.Cluster;
using Fairlead.Agent.Configuration;
using Fairlead.Agent.Journal;
using Fairlead.Agent.Node;
using Fairlead.Agent.Pods;
using Fairlead.Datapath;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;
using Fairlead.Planning.Doctor;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Reports;

/// <summary>
/// What an agent would say that is down: from its configuration and journal, and from the kernel, which is compared with what
/// would be planned. Reads only.
/// </summary>
public sealed class FileReport(NodeRoot root, AgentPaths paths, INetworkNamespace node, TimeProvider clock)
{
    /// <exception cref="WorldException">The kernel cannot be read.</exception>
    public AgentReport Write()
    {
        var configuration = new ConfigurationSource(paths.Configuration, Environment.MachineName);
        configuration.Look();
        var (journal, failure) = ReadJournal();
        var report = new AgentReport
        {
            Version = AgentVersion.Text,
            ConfigurationFile = paths.Configuration[root.Path.Length..],
            ConfigurationProblem = (configuration.Problem ?? "").Replace(root.Path.Length > 0 ? root.Path : "\0", "", StringComparison.Ordinal),
            JournalFailure = failure,
            PendingDeletions = PlanReports.PendingDeletions(paths),
        };
        return configuration.Options is { } options ? Compare(report, options, journal) : report;
    }

    private AgentReport Compare(AgentReport report, AgentOptions options, JournalState journal)
    {
        ClusterView? view = null;
        if (options.Cluster is not null)
        {
            view = new ClusterView();
            new ClusterFile(paths.Cluster, new Log.NodeLog(clock, _ => { })).Load(view);
        }

        options = EffectiveOptions.Of(options, view, NodeFactsReader.HasIpv6(node));

        // Those of an earlier life of the kernel are dropped by the next agent.
        var pods = journal.Life == KernelLifeReader.Read(node.Identity) ? journal.Attachments.Values.ToList() : [];
        var pool = new AddressPool(options.Pool, clock, Random.Shared);
        pool.Keep(view?.Network is { } network ? EniOffers.Fixed(network.Spec) : []);
        pool.Restore(pods.Where(pod => pod.Eni is null));
        report = report with
        {
            Plan = PlanReports.Plan(options.Datapath, null),
            Pools = PlanReports.Pools(pool.Use()),
            Pods = PlanReports.Pods(pods),
            OriginalPolicies = PlanReports.OriginalPolicies(journal),
        };
        try
        {
            var facts = NodeFactsReader.Read(node, options.Uplink, [.. pods.Select(pod => pod.Eni).OfType<PodEni>().Where(eni => eni.Use == EniUse.Shared).DistinctBy(eni => eni.Id)], EniOffers.Macs(view));
            return WithRows(report with { Plan = PlanReports.Plan(options.Datapath, facts) }, facts, options.Datapath, pods, journal);
        }
        catch (WorldException error)
        {
            return report with { Obstacles = [error.Message] };
        }
    }

    private AgentReport WithRows(AgentReport report, NodeFacts facts, DatapathOptions options, List<PodAttachment> pods, JournalState journal)
    {
        var use = NodeUse.Of(pods);
        var rows = new PlanRows(DatapathPlan.Combine(
            [NodePlanner.PlanNode(facts, options, use, use.Routing), .. pods.Select(pod => NodePlanner.PlanPod(facts, options, use.Routing, pod))]));
        using var inspection = new NodeInspection(node, root, pods, options.DyingGroup);
        var differences = inspection.Differences(rows);
        return report with
        {
            Settings = PlanReports.Settings(rows.Plan.Sysctls, journal),
            Unfinished = differences,
            Rows = NodeInspection.Counts(rows),
        };
    }

    private (JournalState State, string Failure) ReadJournal()
    {
        try
        {
            return (JournalState.Of(File.Exists(paths.Journal) ? JournalContent.Read(File.ReadAllBytes(paths.Journal)).Records : []), "");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return (JournalState.Of([]), error.Message);
        }
    }
}
