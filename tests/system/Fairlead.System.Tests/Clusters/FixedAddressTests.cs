using System.Text.RegularExpressions;
using Fairlead.Lab.Killing;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.System.Tests.Labs;

namespace Fairlead.System.Tests.Clusters;

/// <summary>Addresses that belong to pods' names, and prefixes, in a cluster with its controller, its cloud and real agents.</summary>
public sealed partial class FixedAddressTests(FixedAddressTests.Cluster cluster) : IClassFixture<FixedAddressTests.Cluster>
{
    private ClusterLab Lab => cluster.Lab;

    [Fact]
    public void The_guides_reservation_is_its_pods_in_a_nodes_slice_again_and_again()
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "../../../../docs/guide/controller.md"));
        var (name, pod, wanted) = (Written().Match(page).Groups["name"].Value, Written().Match(page).Groups["pod"].Value, InetAddress.Parse(Written().Match(page).Groups["address"].Value));
        Lab.Create(new AddressReservation { Metadata = new ObjectMeta { Name = name, Namespace = "default" }, Spec = new AddressReservationSpec { Pod = pod, Addresses = [wanted] } });
        Lab.Until("the address is kept", () => Reason(name) == "Kept");
        Lab.Create(pod, "node-1");
        Assert.Equal(wanted, Lab.AddressOf(pod));
        Assert.True(Lab.Reaches("db", wanted));
        Lab.Until("the reservation says where it is", () => Reason(name) == "Here");
        Lab.Remove(pod);
        Lab.Parts.KillAndStart(new LabPart(LabPart.Agent, "node-1"), TimeSpan.Zero);
        Lab.Create(pod, "node-1");
        Assert.Equal(wanted, Lab.AddressOf(pod));
        Assert.True(Lab.Reaches("db", wanted));
    }

    [Fact]
    public void A_shared_ENIs_address_moves_with_its_pod_to_another_node_of_the_zone_and_a_plain_host_reaches_it_there()
    {
        Lab.Create(new PodNetworkClass
        {
            Metadata = new ObjectMeta { Name = "set" },
            Spec = new PodNetworkClassSpec { Mode = PodNetworkMode.SharedEni, FixedAddress = new FixedAddressPolicy { Enabled = true } },
        });
        Lab.Create("set-0", "node-2", change: OfSet);
        var address = Lab.AddressOf("set-0");
        Assert.True(Lab.Reaches("db", address));
        Lab.Remove("set-0");
        Lab.Create("set-0", "node-3", change: OfSet);
        Assert.Equal(address, Lab.AddressOf("set-0"));
        Assert.Equal("node-3", Lab.Pods().Single(pod => pod.Name == "set-0").Node);
        Assert.True(Lab.Reaches("db", address));
        var hosts = Lab.Lab.Status().Hosts.Where(host => host.Nics.Any(nic => nic.Addresses.Contains(address))).Select(host => host.Name);
        Assert.Equal(["node-3"], hosts);
    }

    [Fact]
    public void Pods_of_a_prefix_are_reached_by_a_plain_host_and_by_each_other()
    {
        Lab.Create("prefixed-0", "node-4");
        Lab.Create("prefixed-1", "node-4");
        var addresses = new[] { Lab.AddressOf("prefixed-0"), Lab.AddressOf("prefixed-1") };
        var prefixes = Lab.Lab.Status().FindHost("node-4")!.Nics.SelectMany(nic => nic.Prefixes).ToList();
        // One may have the ENI's primary address, which is a pod's too.
        Assert.Contains(addresses, address => prefixes.Exists(prefix => prefix.Length == 28 && prefix.Contains(address)));
        Assert.All(addresses, address => Assert.True(Lab.Reaches("db", address)));
        Assert.True(Lab.Reaches("prefixed-0", addresses[1]));
    }

    private static Pod OfSet(Pod pod) => pod with
    {
        Metadata = pod.Metadata with
        {
            Annotations = new Dictionary<string, string> { [PodNetworkClass.Annotation] = "set" },
            OwnerReferences = [new OwnerReference("apps/v1", "StatefulSet", "set", "uid-of-set")],
        },
    };

    [GeneratedRegex(@"```yaml reservation\.yaml.*?name: (?<name>\S+).*?pod: (?<pod>\S+).*?addresses: \[(?<address>\S+)\]", RegexOptions.Singleline)]
    private static partial Regex Written();

    private string Reason(string name) => Lab.Find<AddressReservation>(name)?.Status.Conditions.FirstOrDefault()?.Reason ?? "";

    public sealed class Cluster : IDisposable
    {
        private const string Topology = """
            cidrs: [10.0.0.0/16]
            podRanges: [10.244.0.0/16]
            vSwitches:
              - { name: nodes, cidr: 10.0.1.0/24 }
              - { name: pods, cidr: 10.0.4.0/22 }
            hosts:
              - { name: node-1, vSwitch: nodes, address: 10.0.1.11, pods: [10.244.7.0/24] }
              - { name: node-2, vSwitch: nodes, address: 10.0.1.12, type: ecs.g7.xlarge, node: true, labels: { pool: shared } }
              - { name: node-3, vSwitch: nodes, address: 10.0.1.13, type: ecs.g7.xlarge, node: true, labels: { pool: shared } }
              - { name: node-4, vSwitch: nodes, address: 10.0.1.14, type: ecs.g7.xlarge, node: true, labels: { pool: prefixed } }
              - { name: db, vSwitch: nodes, address: 10.0.1.20 }
            cluster:
              vSwitches: [pods]
              nodePools:
                - { name: shared, nodeSelector: { pool: shared }, mode: sharedEni, pool: { batch: 2, minFree: 2, rest: 2s } }
                - { name: prefixed, nodeSelector: { pool: prefixed }, mode: sharedEni, pool: { batch: 2, minFree: 2, rest: 2s, prefixes: true } }
            cloud: { attach: 100ms-300ms, detach: 100ms-300ms, delete: 100ms }
            """;

        internal ClusterLab Lab { get; } = new(LabUser.Root, "fixed", Topology);

        public void Dispose() => Lab.Dispose();
    }
}
