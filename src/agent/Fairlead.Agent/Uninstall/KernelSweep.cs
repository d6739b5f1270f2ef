using Fairlead.Agent.Log;
using Fairlead.Agent.Node;
using Fairlead.Agent.Pods;
using Fairlead.Linux.Namespaces;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Uninstall;

/// <summary>Takes away what bears our mark: a reconciler of which nobody wishes anything prunes it, in the reverse of the order in which it is made.</summary>
internal sealed class KernelSweep(INetworkNamespace node, TimeProvider clock, NodeLog log)
{
    private const string Nobody = "uninstall";

    // A node's own objects are some dozens; a link takes 11 to 28 ms.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <returns>False when something stayed.</returns>
    public bool Run(uint dyingGroup)
    {
        using var namespaces = new PodNamespaces(node);
        // No row of a foreign setting is wished, so nothing is ever noted.
        using var targets = new KernelTargets(namespaces, dyingGroup, SettingJournal.Nowhere);
        var reconciler = new Reconciler(clock, new ReconcilerOptions(), Nobody);
        var tables = new NodeTables(reconciler, targets);
        reconciler.Reported(Nobody);
        Sweep(reconciler, tables);
        var left = Left(tables).ToList();
        log.Say("kernel", $"{tables.All.Sum(table => table.Drift.Surplus) - left.Count} objects of ours taken away");
        left.ForEach(line => log.Say("kernel", line));
        return left.Count == 0;
    }

    private void Sweep(Reconciler reconciler, NodeTables tables)
    {
        var since = clock.GetTimestamp();
        do
        {
            reconciler.Step();
            Thread.Sleep(1);
        }
        while ((!reconciler.IsInSync || Left(tables).Any()) && clock.GetElapsedTime(since) < Patience);
    }

    private static IEnumerable<string> Left(NodeTables tables) =>
        from table in tables.All
        from line in table.Lines()
        select $"{table.Name}: {line.Key} is still there: {line.Error ?? "it takes long"}";
}
