using Fairlead.Controller.Sources;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Sources;

public sealed class ScreeningTests
{
    private readonly List<string> _judged = [];
    private readonly Screening _screening;

    public ScreeningTests() => _screening = new Screening(() => [], item => _judged.Add(item.Metadata.Name));

    [Fact]
    public void The_last_good_one_stays_in_force()
    {
        Assert.Equal(["+default"], See(Network(10)));
        Assert.Empty(See(Network(99)));
        Assert.Equal("spec.pool.batch: 99 is not between 1 and 49 addresses; what was last right stays in force", _screening.RefusalOf<ClusterNetwork>("default"));
        Assert.Equal(["+default"], See(Network(20)));
        Assert.Null(_screening.RefusalOf<ClusterNetwork>("default"));
        Assert.Equal(["default", "default"], _judged);
    }

    [Fact]
    public void One_that_never_made_sense_is_never_told_of()
    {
        Assert.Empty(See(Network(99)));
        Assert.Empty(See(Network(99), isThere: false));
        Assert.Null(_screening.RefusalOf<ClusterNetwork>("default"));
    }

    [Fact]
    public void What_cannot_be_changed_cannot_be_changed_while_none_led_either()
    {
        var screening = new Screening(() => [new NodeNetwork { Metadata = new ObjectMeta { Name = "n1" }, Spec = new NodeNetworkSpec { PodSlices = [Cidr.Parse("10.244.1.0/24")] } }], item => { });
        var status = new ClusterNetworkStatus { InForce = new LastingChoice { Cluster = "before", Vpc = "vpc-a", PodRanges = [Cidr.Parse("10.244.0.0/16")] } };
        var seen = Network(10) with { Status = status, Spec = new ClusterNetworkSpec { Cluster = "c", Vpc = "vpc-b", PodRanges = [Cidr.Parse("10.99.0.0/16")] } };
        Assert.Empty(screening.See(seen, isThere: true));
        var refusal = screening.RefusalOf<ClusterNetwork>("default")!;
        Assert.Contains("spec.cluster: 'before' cannot become 'c'", refusal);
        Assert.Contains("spec.vpc: 'vpc-a' cannot become 'vpc-b'", refusal);
        Assert.Contains("spec.podRanges: 10.244.0.0/16 is in use by 1 node (n1)", refusal);
        Assert.EndsWith("nothing is done by it until it is put right", refusal);
        Assert.Single(screening.See(seen with { Spec = seen.Spec with { Cluster = "before", Vpc = "vpc-a", PodRanges = [Cidr.Parse("10.244.0.0/15")] } }, isThere: true));
    }

    [Fact]
    public void Of_two_that_exclude_each_other_the_second_waits_for_the_first_to_go()
    {
        var (first, second) = (Reservation("first", "a"), Reservation("second", "b"));
        Assert.Equal(["+first"], See(first));
        Assert.Empty(See(second));
        Assert.Equal("spec.addresses[0]: 10.0.0.9 belongs to pod 'shop/a' by AddressReservation 'shop/first'; nothing is done by it until it is put right", _screening.RefusalOf<AddressReservation>("second", "shop"));
        Assert.Equal(["+first"], See(first));
        Assert.Equal(["-first", "+second"], See(first, isThere: false));
        Assert.Null(_screening.RefusalOf<AddressReservation>("second", "shop"));
    }

    private List<string> See(IResource item, bool isThere = true) =>
        [.. _screening.See(item, isThere).Select(told => (told.IsThere ? "+" : "-") + told.Item.Metadata.Name)];

    private static ClusterNetwork Network(int batch) =>
        new() { Metadata = new ObjectMeta { Name = "default" }, Spec = new ClusterNetworkSpec { Cluster = "c", Pool = new PoolSettings { Batch = batch } } };

    private static AddressReservation Reservation(string name, string pod) =>
        new() { Metadata = new ObjectMeta { Namespace = "shop", Name = name }, Spec = new AddressReservationSpec { Pod = pod, Addresses = [InetAddress.Parse("10.0.0.9")] } };
}
