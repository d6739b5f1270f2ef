using Fairlead.Lab.Entrance;
using Fairlead.Lab.Observation;
using Fairlead.Lab.Probes;
using Fairlead.Lab.Processes;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Planning.Paths;
using Fairlead.System.Tests.Clusters;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Paths;

/// <summary>What `why` foretells of a pod that has an ENI of its own and a second link to its node is what packets do.</summary>
public sealed class ExclusivePodPathTests : IDisposable
{
    private const ushort Port = 8080;

    private const string Topology = """
        cidrs: [10.0.0.0/16]
        podRanges: [10.244.0.0/16]
        serviceRanges: [10.96.0.0/16]
        vSwitches:
          - { name: nodes, cidr: 10.0.1.0/24 }
          - { name: pods, cidr: 10.0.4.0/22 }
        hosts:
          - { name: node-1, vSwitch: nodes, address: 10.0.1.11, pods: [10.244.1.0/24] }
          - { name: db, vSwitch: nodes, address: 10.0.1.20 }
        cluster: { vSwitches: [pods] }
        cloud: { attach: 100ms-300ms, detach: 100ms-300ms, delete: 100ms }
        """;

    private readonly ClusterLab _lab;
    private readonly Dictionary<string, NetworkNamespace> _namespaces = [];

    public ExclusivePodPathTests()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "namespaces of a lab are opened from outside here, which takes root");
        _lab = new ClusterLab(LabUser.Root, "why", Topology);
        _lab.Create("own", "node-1", asksForEni: true);
        _lab.Create("plain", "node-1");
        _lab.Until("the pods run", () => _lab.Running(["own", "plain"]));
        var status = _lab.Lab.Status();
        foreach (var place in new[] { "node-1", "db", "own", "plain" })
        {
            _namespaces[place] = NetworkNamespace.OpenPath($"/proc/{_lab.Lab.Pid}/root/proc/{status.PidOf(place)}/ns/net");
        }
    }

    public void Dispose()
    {
        foreach (var netns in _namespaces.Values)
        {
            netns.Dispose();
        }

        _lab?.Dispose();
    }

    [Fact]
    public void By_both_links_and_back()
    {
        using var onNode = Probe.Listen(_namespaces["node-1"], false, Port);
        using var onDb = Probe.Listen(_namespaces["db"], false, Port);
        var done = Run.ToEnd(_lab.Lab.CommandIn("node-1", ["sh", "-c",
            "nft add table ip services && nft add chain ip services to '{ type nat hook prerouting priority -100; }' && " +
            $"nft add rule ip services to ip daddr 10.96.0.1 tcp dport 80 dnat to 10.0.1.20:{Port}"]), "", timeout: TimeSpan.FromMinutes(1));
        Assert.SkipWhen(done.Status == 127, "nft is missing; run eng/peers.sh");
        Assert.True(done.Status == 0, done.Errors);

        var (own, plain) = (Address("own"), Address("plain"));
        Assert.DoesNotContain("\nnode-1\n", Foretold("db", own, Port, "10.0.1.20"), StringComparison.Ordinal);
        Assert.DoesNotContain("\nnode-1\n", Foretold("own", InetAddress.Parse("10.0.1.20"), Port, $"{own}"), StringComparison.Ordinal);
        foreach (var lines in new[]
        {
            Foretold("node-1", own, Port, "10.0.1.11"), Foretold("own", InetAddress.Parse("10.0.1.11"), Port, $"{own}"), Foretold("own", plain, Port, $"{own}"),
        })
        {
            Assert.Contains("veth1", lines, StringComparison.Ordinal);
            Assert.DoesNotContain("\nfabric\n", lines, StringComparison.Ordinal);
        }

        // The node translates, so the answer must come back to it.
        Assert.Contains("out       veth1", Foretold("own", InetAddress.Parse("10.96.0.1"), 80, "10.0.1.11"), StringComparison.Ordinal);
        Foretold("plain", own, Port, $"{plain}");
    }

    /// <returns>The prediction's lines, which a packet has confirmed.</returns>
    private string Foretold(string from, InetAddress to, ushort port, string seen)
    {
        var status = _lab.Lab.Status();
        var world = WorldReader.Read([.. _namespaces.Select(place => new ObservedPlace(place.Key, place.Value, status.FindPod(place.Key)?.Node))], _lab.Lab.Vpc().State);
        var prediction = new PathPredictor(world).Predict(new PathQuestion(from, to, port));
        var lines = string.Join('\n', PathText.Lines(prediction));
        var real = RealPacket.Send(_namespaces[from], to, port, Transport.Tcp, patient: true);
        Assert.True(prediction.Outcome == real, $"{from} to {to}: foretold {prediction.Outcome}, but it was {real}\n{lines}");
        Assert.True(prediction.Outcome == PathOutcome.Reached, lines);
        Assert.True($"{prediction.SeenSource}" == seen, $"{from} to {to} is to be seen as {seen}\n{lines}");
        return lines;
    }

    private InetAddress Address(string pod) => _lab.Lab.Status().FindPod(pod)!.Addresses.First(address => !address.IsV6);
}
