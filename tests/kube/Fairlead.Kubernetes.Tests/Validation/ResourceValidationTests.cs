using System.Text;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Resources.Validation;

namespace Fairlead.Kubernetes.Tests.Validation;

public sealed class ResourceValidationTests
{
    private const string Good = """
        {"metadata":{"name":"default"},"spec":{"cluster":"c","vpc":"vpc-1","podRanges":["10.244.0.0/16","10.245.0.0/16"],"vSwitches":["vsw-1","vsw-2"],
         "nodePools":[{"name":"a","nodeSelector":{"matchExpressions":[{"key":"x","operator":"In","values":["1"]}]}},{"name":"b","mode":"memberEni","trunk":true}]}}
        """;

    [Fact]
    public void What_makes_sense_is_taken() => Assert.Empty(Configuration(Good));

    [Theory]
    [InlineData("""{"podRanges":["10.244.0.0/16","10.244.8.0/21"]}""", "spec.podRanges[1]: 10.244.8.0/21 overlaps 10.244.0.0/16, spec.podRanges[0]: no address can be of two")]
    [InlineData("""{"podRanges":["10.244.1.0/16"]}""", "spec.podRanges[0]: 10.244.1.0/16 has bits behind its prefix length; write 10.244.0.0/16")]
    [InlineData("""{"podRanges":["10.244.0.0/26"]}""", "spec.podRanges[0]: 10.244.0.0/26 is smaller than one slice, /24 by spec.sliceLength4: choose a larger range or a longer slice length")]
    [InlineData("""{"podRanges":["fd00::/64"]}""", "spec.podRanges[0]: fd00::/64 is of IPv6, and spec.families is ipv4: leave it out, or write dual")]
    [InlineData("""{"routeQuota":0}""", "spec.routeQuota: 0 is not between 1 and 10000 entries")]
    [InlineData("""{"sliceLength4":31}""", "spec.sliceLength4: 31 is not between 16 and 30")]
    [InlineData("""{"vSwitches":["a","b","a"]}""", "spec.vSwitches[2]: 'a' is spec.vSwitches[0] already: leave it out")]
    [InlineData("""{"securityGroups":["1","2","3","4","5","6","7","8","9","10","11"]}""", "spec.securityGroups: 11 are too many; 10 at most")]
    [InlineData("""{"pool":{"batch":50}}""", "spec.pool.batch: 50 is not between 1 and 49 addresses")]
    [InlineData("""{"pool":{"minFree":-1}}""", "spec.pool.minFree: -1 is not between 0 and 1000 addresses")]
    [InlineData("""{"mode":"memberEni"}""", "spec.mode: memberEni needs a trunk, which nodes of a pool have: give it to a pool, spec.nodePools[].mode, with trunk: true")]
    [InlineData("""{"nodePools":[{"name":"a"},{"name":"a"}]}""", "spec.nodePools[1].name: 'a' is the name of spec.nodePools[0] already")]
    [InlineData("""{"nodePools":[{"name":"a","pool":{"batch":0}}]}""", "spec.nodePools[0].pool.batch: 0 is not between 1 and 49 addresses")]
    [InlineData("""{"nodePools":[{"name":"a","nodeSelector":{"matchExpressions":[{"key":"x","operator":"Inn"}]}}]}""", "spec.nodePools[0].nodeSelector.matchExpressions[0].operator: no operator 'Inn'; did you mean In?")]
    [InlineData("""{"nodePools":[{"name":"a","nodeSelector":{"matchExpressions":[{"key":"x","operator":"In"}]}}]}""", "spec.nodePools[0].nodeSelector.matchExpressions[0].values: operator In needs at least one value")]
    public void What_does_not_is_named(string spec, string problem) =>
        Assert.Equal([problem], Configuration($$"""{"metadata":{"name":"default"},"spec":{{spec}}}"""));

    [Fact]
    public void All_problems_come_at_once() =>
        Assert.Equal(3, Configuration("""{"metadata":{"name":"other"},"spec":{"podRanges":["10.0.0.0/8","10.1.0.0/16"],"pool":{"batch":99}}}""").Count);

    [Fact]
    public void What_has_been_made_by_it_cannot_be_changed()
    {
        var before = Read<ClusterNetwork>(Good);
        IResource[] nodes = [Read<NodeNetwork>("""{"metadata":{"name":"node-1"},"spec":{"podSlices":["10.245.3.0/24"]}}"""), Read<NodeNetwork>("""{"metadata":{"name":"node-2"},"spec":{"podSlices":["10.9.0.0/24"]}}""")];
        var written = Read<ClusterNetwork>("""{"metadata":{"name":"default"},"spec":{"cluster":"d","vpc":"vpc-2","podRanges":["10.244.0.0/16"]}}""");
        Assert.Equal(
            [
                "spec.cluster: 'c' cannot become 'd': what was made in the cloud bears the old name and would never be collected",
                "spec.vpc: 'vpc-1' cannot become 'vpc-2': what was made is in the old VPC",
                "spec.podRanges: 10.245.0.0/16 is in use by 1 node (node-1): keep it until they are gone",
            ],
            Texts(written, before, nodes));
        var larger = Read<ClusterNetwork>("""{"metadata":{"name":"default"},"spec":{"cluster":"c","vpc":"vpc-1","podRanges":["10.244.0.0/15"]}}""");
        Assert.Empty(Texts(larger, before, nodes));
    }

    [Theory]
    [InlineData("""{"mode":"vpcRoute","vSwitches":["a"]}""", "spec.vSwitches: means nothing in mode vpcRoute, whose pods have no ENI: leave it out, or choose another mode")]
    [InlineData("""{"fixedAddress":{"releaseAfterSeconds":5}}""", "spec.fixedAddress.releaseAfterSeconds: means nothing without spec.fixedAddress.enabled: true")]
    [InlineData("""{"podSelector":{"matchExpressions":[{"key":"","operator":"Exists","values":["1"]}]}}""", "spec.podSelector.matchExpressions[0].key: is empty: name the label|spec.podSelector.matchExpressions[0].values: operator Exists takes no values")]
    [InlineData("""{"securityGroups":["a","b","a"]}""", "spec.securityGroups[2]: 'a' is spec.securityGroups[0] already: leave it out")]
    public void A_class(string spec, string problems) => Assert.Equal(problems.Split('|'), Texts(Read<PodNetworkClass>($$"""{"metadata":{"name":"c"},"spec":{{spec}}}""")));

    [Theory]
    [InlineData("""{"pod":"b","addresses":["10.244.0.5"]}""", "spec.addresses[0]: 10.244.0.5 belongs to pod 'shop/a' by AddressReservation 'shop/first'")]
    [InlineData("""{"pod":"b","addresses":["10.244.0.6"]}""", "spec.addresses[0]: 10.244.0.6 belongs to pod 'shop/a' by AddressReservation 'shop/first'")]
    [InlineData("""{"pod":"a"}""", "spec.pod: 'a' has AddressReservation 'first' already: put the addresses into that one")]
    [InlineData("""{"pod":""}""", "spec.pod: is empty: name the pod that the addresses belong to")]
    [InlineData("""{"pod":"b","addresses":["10.244.0.7","10.244.0.8"]}""", "spec.addresses: 10.244.0.7 and 10.244.0.8 are both of IPv4: a pod has one of each family")]
    [InlineData("""{"pod":"b","addresses":["192.168.0.1"]}""", "spec.addresses[0]: 192.168.0.1 is in no pod range of ClusterNetwork/default (10.244.0.0/16), and no vSwitch is named there or in a class")]
    [InlineData("""{"pod":"b","addresses":["127.0.0.1"]}""", "spec.addresses[0]: 127.0.0.1 cannot be a pod's: it is of no use outside of its own link")]
    [InlineData("""{"pod":"b","addresses":["fd00::1"]}""", "spec.addresses[0]: fd00::1 is of IPv6, and ClusterNetwork/default has families: ipv4")]
    public void A_reservation(string spec, string problem)
    {
        IResource[] others =
        [
            Read<ClusterNetwork>("""{"metadata":{"name":"default"},"spec":{"podRanges":["10.244.0.0/16"]}}"""),
            Read<AddressReservation>("""{"metadata":{"name":"first","namespace":"shop"},"spec":{"pod":"a","addresses":["10.244.0.5"]},"status":{"addresses":["10.244.0.6"]}}"""),
        ];
        Assert.Equal([problem], Texts(Read<AddressReservation>($$"""{"metadata":{"name":"second","namespace":"shop"},"spec":{{spec}}}"""), null, others));
        Assert.Empty(Texts(others[1], others[1], others));
    }

    [Fact]
    public void An_address_may_be_of_a_vSwitch_where_pods_can_have_such()
    {
        IResource[] others = [Read<ClusterNetwork>("""{"metadata":{"name":"default"},"spec":{"podRanges":["10.244.0.0/16"]}}"""), Read<PodNetworkClass>("""{"metadata":{"name":"c"}}""")];
        Assert.Empty(Texts(Read<AddressReservation>("""{"metadata":{"name":"a","namespace":"shop"},"spec":{"pod":"p","addresses":["192.168.0.1"]}}"""), null, others));
    }

    [Fact]
    public void What_a_replaced_controller_writes_is_refused()
    {
        var before = Read<NodeNetwork>("""{"spec":{"term":5}}""");
        Assert.Equal(["spec.term: 4 is over: a controller of term 5 has written since"], Texts(Read<NodeNetwork>("""{"spec":{"term":4}}"""), before));
        Assert.Empty(Texts(Read<NodeNetwork>("""{"spec":{"term":6}}"""), before));
    }

    [Fact]
    public void What_is_offered_twice_is_refused() => Assert.Equal(
        ["spec.interfaces[1].trunk: is missing: a member is on a trunk", "spec.interfaces[1].vlan: 0 is not between 1 and 4094", "spec.interfaces[1].ranges[0]: 10.0.0.17/32 is offered twice, see spec.interfaces[0].ranges[0]"],
        Texts(Read<NodeNetwork>("""
            {"spec":{"interfaces":[{"id":"a","mac":"02:00:00:00:00:01","use":"shared","ranges":[{"range":"10.0.0.16/28"}]},
                                   {"id":"b","mac":"02:00:00:00:00:02","use":"member","ranges":[{"range":"10.0.0.17/32"}]}]}}
            """)));

    private static List<string> Configuration(string json) => Texts(Read<ClusterNetwork>(json));

    private static List<string> Texts(IResource written, IResource? before = null, IReadOnlyList<IResource>? others = null) =>
        [.. ResourceValidation.Problems(written, before, others ?? []).Select(problem => problem.ToString())];

    private static T Read<T>(string json)
        where T : class, IResource => ResourceJson.Read<T>(Encoding.UTF8.GetBytes(json));
}
