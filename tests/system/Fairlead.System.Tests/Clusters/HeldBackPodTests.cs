using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Clusters;

/// <summary>Pods of a lab's kubelet that cannot start or end for the moment: each says why, and goes on when it can.</summary>
public sealed class HeldBackPodTests(HeldBackPodTests.Cluster cluster) : IClassFixture<HeldBackPodTests.Cluster>
{
    // Of the sandbox's plug-ins, the last: it listens where the pod's own program will want to, in the background, and for some seconds.
    // Its own result is the one before it, which is the last thing that it is given.
    private const string Squatter = """
        #!/bin/sh
        input=$(cat)
        [ "$CNI_COMMAND" = ADD ] || exit 0
        nsenter --net="$CNI_NETNS" perl -MSocket -e 'socket(S, AF_INET, SOCK_STREAM, 0); bind(S, sockaddr_in(8080, INADDR_ANY)) or die; listen(S, 1); fork and exit; close STDOUT; close STDERR; sleep 4'
        printf %s "$input" | sed 's/.*"prevResult"://; s/}$//'
        """;

    private const string Chain = """
        cat >/opt/cni/bin/squatter && chmod +x /opt/cni/bin/squatter
        list=$(echo /etc/cni/net.d/*.conflist)
        tr -d '\n' <"$list" | sed 's/\]\([^]]*\)$/, { "type": "squatter" } ]\1/' >/run/chain && mv /run/chain "$list"
        """;

    private ClusterLab Lab => cluster.Lab;

    [Fact]
    public void One_whose_node_has_no_plug_ins_waits_for_them()
    {
        Lab.Create("first", "node-1");
        Lab.AddressOf("first");
        Lab.Shell("node-1", "mv /etc/cni/net.d /etc/cni/away");
        Lab.Create("second", "node-1");
        Lab.Until("second says why", () => Message("second").Contains("there is no conflist", StringComparison.Ordinal));
        Lab.Delete("first");
        // Its end is tried in vain meanwhile.
        Thread.Sleep(TimeSpan.FromSeconds(1));
        Assert.Equal("Terminating", Lab.Pods().Single(pod => pod.Name == "first").Phase);
        Lab.Shell("node-1", "mv /etc/cni/away /etc/cni/net.d");
        Lab.Until("first is gone", () => Lab.Pods().All(pod => pod.Name != "first"));
        Assert.True(Lab.Reaches("db", Lab.AddressOf("second")));
    }

    [Fact]
    public void One_whose_program_cannot_start_does_not_run()
    {
        Lab.Shell("node-2", Chain, Squatter);
        Lab.Create("third", "node-2");
        Lab.Until("third says why", () => Message("third").Contains("nobody can listen in pod third", StringComparison.Ordinal));
        Assert.True(Lab.Reaches("db", Lab.AddressOf("third")));
    }

    private string Message(string pod) => Lab.Pods().Single(one => one.Name == pod).Message ?? "";

    public sealed class Cluster : IDisposable
    {
        private const string Topology = """
            cidrs: [10.0.0.0/16]
            podRanges: [10.244.0.0/16]
            vSwitches:
              - { name: nodes, cidr: 10.0.1.0/24 }
            hosts:
              - { name: node-1, vSwitch: nodes, address: 10.0.1.11, pods: [10.244.1.0/24] }
              - { name: node-2, vSwitch: nodes, address: 10.0.1.12, pods: [10.244.2.0/24] }
              - { name: db, vSwitch: nodes, address: 10.0.1.20 }
            cluster:
              vSwitches: [nodes]
            """;

        internal ClusterLab Lab { get; } = new(LabUser.Root, "held", Topology);

        public void Dispose() => Lab.Dispose();
    }
}
