using Fairlead.Resources.Network;

namespace Fairlead.Resources.Validation;

internal static class PoolRules
{
    public static void Check(string path, PoolSettings pool, ProblemList found)
    {
        // One call can assign 49 besides the primary address (AssignPrivateIpAddresses).
        found.Range($"{path}.batch", pool.Batch, 1, 49, " addresses");
        found.Range($"{path}.minFree", pool.MinFree, 0, 1000, " addresses");
        found.Range($"{path}.reclaimAfterSeconds", pool.ReclaimAfterSeconds, 0, 86_400, " seconds");
        found.Range($"{path}.restSeconds", pool.RestSeconds, 0, 3600, " seconds");
        found.Range($"{path}.spareAttached", pool.SpareAttached, 0, 50, " ENIs");
        found.Range($"{path}.spareDetached", pool.SpareDetached, 0, 100, " ENIs");
    }

    public static void Check(IReadOnlyList<NodePool> pools, ProblemList found)
    {
        for (var i = 0; i < pools.Count; i++)
        {
            var path = $"spec.nodePools[{i}]";
            CheckName(path, pools, i, found);
            Check(path, pools[i], found);
        }
    }

    private static void CheckName(string path, IReadOnlyList<NodePool> pools, int index, ProblemList found)
    {
        var name = pools[index].Name;
        if (name.Length == 0)
        {
            found.Add($"{path}.name", "is empty: messages name the pool by it");
        }

        var first = pools.TakeWhile(pool => pool.Name != name).Count();
        if (first < index && name.Length > 0)
        {
            found.Add($"{path}.name", $"'{name}' is the name of spec.nodePools[{first}] already");
        }
    }

    private static void Check(string path, NodePool pool, ProblemList found)
    {
        SelectorRules.Check($"{path}.nodeSelector", pool.NodeSelector, found);
        found.Names($"{path}.vSwitches", pool.VSwitches);
        if (pool.Pool is { } settings)
        {
            Check($"{path}.pool", settings, found);
        }

        if (pool.ExclusiveEnis is { } enis)
        {
            found.Range($"{path}.exclusiveEnis", enis, 0, 50, " ENIs");
        }

        if (pool.Mode == PodNetworkMode.MemberEni && !pool.Trunk)
        {
            found.Add($"{path}.mode", $"memberEni needs a trunk: write {path}.trunk: true");
        }
    }
}
