using Fairlead.Agent.Configuration;
using Fairlead.Agent.Journal;
using Fairlead.Agent.Node;
using Fairlead.Planning.Doctor;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Reports;

/// <summary>What a running agent says of itself.</summary>
internal sealed class RunningReport(AgentPaths paths, ConfigurationSource configuration, NodeJournal journal)
{
    /// <param name="engine">Null until there is one.</param>
    /// <param name="obstacles">Why pods cannot be attached; empty when they can.</param>
    public AgentReport Write(NodeEngine? engine, bool isReady, IReadOnlyList<string> obstacles)
    {
        var state = journal.Snapshot();
        var opening = journal.Opening;
        var report = new AgentReport
        {
            Version = AgentVersion.Text,
            IsRunning = true,
            IsReady = isReady,
            Obstacles = obstacles,
            ConfigurationFile = paths.Configuration,
            ConfigurationProblem = configuration.Problem ?? "",
            JournalFailure = journal.Failure ?? "",
            JournalDamage = opening.Damage == Journal.JournalDamage.None ? "" : $"{opening}",
            PendingDeletions = PlanReports.PendingDeletions(paths),
            Plan = (engine?.Network.Options ?? configuration.Options?.Datapath) is { } options ? PlanReports.Plan(options, engine?.Network.Facts) : null,
        };
        return engine is null ? report : report with
        {
            Settings = PlanReports.Settings(engine.Tables.Sysctls.Snapshot().Select(row => row.Wanted).OfType<Model.Kernel.SysctlRow>(), state),
            OriginalPolicies = PlanReports.OriginalPolicies(state),
            Pools = PlanReports.Pools(engine.PoolUse),
            Refused = engine.PoolUse.Refused,
            Pods = PlanReports.Pods(engine.Register.All),
            Unfinished = [.. engine.Tables.All.SelectMany(Unfinished)],
            Rows = engine.Tables.All.ToDictionary(table => table.Name, table => table.Lines().Count),
            Drift = [.. engine.Tables.All.Select(table => new DriftReport(table.Name, table.Drift.Missing, table.Drift.Altered, table.Drift.Surplus))],
        };
    }

    private static IEnumerable<RowReport> Unfinished(ReconciledTable table) =>
        from line in table.Lines()
        where line.Status is RowStatus.Error or RowStatus.Pending
        select new RowReport(table.Name, line.Key, line.Wanted, line.Kernel, line.Error ?? "");
}
