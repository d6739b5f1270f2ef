namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>Step 4: one route entry a node, and everybody reaches everybody under his own address.</summary>
internal static class RoutesStep
{
    public static void Run(World world, StepLog log)
    {
        foreach (var node in world.Lab.Status().Hosts.Where(host => host.PodSlices.Count > 0))
        {
            foreach (var slice in node.PodSlices)
            {
                world.Lab.AddRoute(slice, node.Name);
                log.Note($"route entry in the VPC: {slice} to {node.Name}", "added");
            }
        }

        foreach (var v6 in new[] { false, true })
        {
            foreach (var (from, to) in new[] { ("legacy-1", "pod-a"), ("pod-a", "legacy-1"), ("pod-a", "pod-c"), ("pod-c", "pod-a"), ("node-2", "pod-a"), ("pod-c", "node-1") })
            {
                log.Reached(world.Try(from, to, v6), world.Connect(from, to, v6));
            }
        }
    }
}
