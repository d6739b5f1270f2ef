namespace Fairlead.Lab.Walkthrough.Steps;

/// <summary>Step 1: what a team sets by hand on a node elsewhere, the agent has set. The lab's hosts begin as a cloud's image does.</summary>
internal static class NodeSettingsStep
{
    private static readonly (string Path, string Wanted, string Meaning)[] Settings =
    [
        ("net/ipv4/ip_forward", "1", "IPv4 is forwarded"),
        ("net/ipv6/conf/all/forwarding", "1", "IPv6 is forwarded"),
        ("net/ipv4/conf/all/rp_filter", "0", "no reverse-path filter on any interface"),
        ("net/ipv4/conf/default/rp_filter", "0", "nor on future ones"),
        ("net/ipv4/conf/eth0/rp_filter", "0", "nor on the ENI"),
    ];

    public static void Run(World world, StepLog log)
    {
        foreach (var node in new[] { "node-1", "node-2" })
        {
            foreach (var (path, wanted, meaning) in Settings)
            {
                var untouched = world.Netns("legacy-1").ReadSysctl(path);
                var found = world.Netns(node).ReadSysctl(path);
                log.Note($"{node}: {meaning}", $"{path.Replace('/', '.')} = {found} (legacy-1, where no agent runs, has {untouched})", found == wanted);
            }
        }
    }
}
