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
        Assert.Equal("spec.pool.batch: 99 is not between 1 and 49 addresses", _screening.RefusalOf<ClusterNetwork>("default"));
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
    public void Of_two_that_exclude_each_other_the_second_waits_for_the_first_to_go()
    {
        var (first, second) = (Reservation("first", "a"), Reservation("second", "b"));
        Assert.Equal(["+first"], See(first));
        Assert.Empty(See(second));
        Assert.Equal("spec.addresses[0]: 10.0.0.9 belongs to pod 'shop/a' by AddressReservation 'shop/first'", _screening.RefusalOf<AddressReservation>("second", "shop"));
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
