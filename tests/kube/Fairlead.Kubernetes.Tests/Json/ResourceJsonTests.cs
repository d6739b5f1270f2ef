using System.Text;
using System.Text.Json;
using Fairlead.Resources;
using Fairlead.Resources.Core;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Kubernetes.Tests.Json;

public sealed class ResourceJsonTests
{
    [Fact]
    public void Every_field_of_every_kind_comes_back()
    {
        for (var seed = 0; seed < 40; seed++)
        {
            Returns<Namespace>(seed);
            Returns<Node>(seed);
            Returns<Pod>(seed);
            Returns<Event>(seed);
            Returns<Lease>(seed);
            Returns<ClusterNetwork>(seed);
            Returns<PodNetworkClass>(seed);
            Returns<AddressReservation>(seed);
            Returns<NodeNetwork>(seed);
        }
    }

    [Fact]
    public void What_is_missing_has_the_records_own_value()
    {
        ComesFromNothing<Namespace>();
        ComesFromNothing<Node>();
        ComesFromNothing<Pod>();
        ComesFromNothing<Event>();
        ComesFromNothing<Lease>();
        ComesFromNothing<ClusterNetwork>();
        ComesFromNothing<PodNetworkClass>();
        ComesFromNothing<AddressReservation>();
        ComesFromNothing<NodeNetwork>();
    }

    [Fact]
    public void Kubernetes_own_spellings()
    {
        var pod = Read<Pod>("""
            {"apiVersion":"v1","kind":"Pod","metadata":{"name":"a","managedFields":[{"manager":"kubectl"}]},
             "spec":{"containers":[{"name":"c","ports":[{"containerPort":80,"hostPort":8080,"hostIP":"10.0.0.1"}],"resources":{"limits":{"cpu":2,"fairlead.io/eni":"1"}}}]},
             "status":{"podIP":"10.1.1.1","podIPs":[{"ip":"10.1.1.1"}],"hostIP":"10.0.0.1","qosClass":"Burstable"}}
            """);
        Assert.Equal(80, pod.Spec.Containers[0].Ports[0].Number);
        Assert.Equal("10.0.0.1", pod.Spec.Containers[0].Ports[0].HostIP);
        Assert.Equal("2", pod.Spec.Containers[0].Resources.Limits["cpu"]);
        Assert.Equal("10.1.1.1", pod.Status.PodIPs[0].Ip);

        var node = Read<Node>("""{"spec":{"providerID":"cn-hangzhou.i-1","podCIDRs":["10.244.0.0/24"]}}""");
        Assert.Equal("cn-hangzhou.i-1", node.Spec.ProviderID);
        Assert.Equal("10.244.0.0/24", node.Spec.PodCIDRs[0].ToString());
    }

    [Fact]
    public void A_lease_has_microseconds_and_other_times_have_none()
    {
        var time = new DateTimeOffset(2026, 1, 31, 14, 0, 0, TimeSpan.FromHours(2)).AddMicroseconds(123456);
        Assert.Contains("\"renewTime\":\"2026-01-31T12:00:00.123456Z\"", Text(new Lease { Spec = new LeaseSpec { RenewTime = time } }), StringComparison.Ordinal);
        Assert.Contains("\"creationTimestamp\":\"2026-01-31T12:00:00Z\"", Text(new Lease { Metadata = new ObjectMeta { CreationTimestamp = time } }), StringComparison.Ordinal);
        Assert.Equal(time, Read<Lease>("""{"spec":{"renewTime":"2026-01-31T12:00:00.123456Z"}}""").Spec.RenewTime);
    }

    [Theory]
    [InlineData("""{"spec":{"interfaces":[{"id":"a","mac":"02:00:00:00:00:01"},{"id":"b","mac":"x"}]}}""", "spec.interfaces[1].mac: \"x\" is not a MAC address such as 02:00:00:00:00:01")]
    [InlineData("""{"spec":{"mode":"VpcRoute"}}""", "spec.mode: \"VpcRoute\" is not one of vpcRoute, sharedEni, exclusiveEni, memberEni")]
    [InlineData("""{"spec":{"podSlices":["10.0.0.0/33"]}}""", "spec.podSlices[0]: \"10.0.0.0/33\" is not a range such as 10.244.0.0/16 or fd00::/64")]
    [InlineData("""{"spec":{"term":"1"}}""", "spec.term: \"1\" is not a whole number")]
    [InlineData("""{"spec":[]}""", "spec: [] is not an object")]
    [InlineData("""{"spec":{"interfaces":[{"id":"a"}]}}""", "spec.interfaces[0].mac: is missing")]
    [InlineData("""{"metadata":{"labels":{"a":{}}}}""", "metadata.labels.a: {} is not a string")]
    [InlineData("[]", ": [] is not an object")]
    public void What_is_not_of_its_kind_is_named_with_its_path(string json, string message) =>
        Assert.Equal(message, Assert.Throws<ResourceFormatException>(() => Read<NodeNetwork>(json)).Message);

    [Fact]
    public void A_patch_says_of_every_field_of_its_writer_what_it_is_now()
    {
        using var empty = JsonDocument.Parse(ResourcePatch.NodeNetworkStatus(new NodeNetworkStatus { Agent = new AgentStatus() }, "7"));
        Assert.Equal(
            """{"metadata":{"resourceVersion":"7"},"status":{"observedGeneration":0,"limits":null,"addresses":0,"leased":0,"demand":0,"interfaces":0,"conditions":[]}}""",
            empty.RootElement.GetRawText());
        using var agent = JsonDocument.Parse(ResourcePatch.NodeNetworkAgent(new AgentStatus { BootId = "b" }));
        Assert.Equal(
            """{"status":{"agent":{"instance":null,"bootId":"b","version":null,"observedGeneration":0,"term":0,"leases":[],"retired":[],"seen":[],"resting":0,"conditions":[]}}}""",
            agent.RootElement.GetRawText());
    }

    [Fact]
    public void A_kind_is_found_at_run_time_too()
    {
        using var document = JsonDocument.Parse("""{"metadata":{"name":"n"}}""");
        Assert.All(ResourceKinds.All, kind => Assert.Equal("n", ResourceJson.Read(kind, document.RootElement)!.Metadata.Name));
    }

    private static void Returns<T>(int seed)
        where T : class, IResource
    {
        var sample = new ResourceSamples(seed).Make<T>();
        Assert.Equal(ResourceSamples.Print(sample), ResourceSamples.Print(ResourceJson.Read<T>(ResourceJson.Write(sample))));
    }

    private static void ComesFromNothing<T>()
        where T : class, IResource, new()
    {
        Assert.Equal(ResourceSamples.Print(new T()), ResourceSamples.Print(Read<T>("{}")));
        Assert.Equal(ResourceSamples.Print(new T()), ResourceSamples.Print(Read<T>("""{"metadata":null,"spec":{},"status":{}}""")));
        Assert.Equal(ResourceSamples.Print(new T()), ResourceSamples.Print(ResourceJson.Read<T>(ResourceJson.Write(new T()))));
    }

    private static T Read<T>(string json)
        where T : class, IResource => ResourceJson.Read<T>(Encoding.UTF8.GetBytes(json));

    private static string Text<T>(T resource)
        where T : class, IResource => Encoding.UTF8.GetString(ResourceJson.Write(resource).Span);
}
