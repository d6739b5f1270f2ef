using Fairlead.Allocation.Deeds;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>Addresses of nodes' slices that belong to a pod's name.</summary>
public sealed class FixedSliceTests : IDisposable
{
    private static readonly InetAddress Wanted = InetAddress.Parse("10.244.0.9");

    private readonly AllocationWorld _world = Worlds.Started(new ClusterNetworkSpec { PodRanges = [Cidr.Parse("10.244.0.0/16")] });

    public FixedSliceTests()
    {
        _world.Define("plain", new PodNetworkClassSpec { Mode = PodNetworkMode.VpcRoute });
        _world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.VpcRoute, FixedAddress = new FixedAddressPolicy { Enabled = true, ReleaseAfterSeconds = 600 } });
    }

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_pod_of_a_set_takes_any_the_first_time_and_the_same_from_then_on()
    {
        Join("n1");
        _world.Bind("db-0", "n1", Member);
        _world.Run(5);
        var address = _world.Agents["n1"].Leases.Single().Address;
        Assert.Equal([address], _world.Reservations["default/db-0"].Status.Addresses);
        Assert.Equal("Here", Reason("db-0"));
        _world.Delete("db-0");
        _world.Bind("other", "n1", PodText.OfClass("plain"));
        _world.Run(5);
        Assert.NotEqual(address, Assert.Single(_world.Agents["n1"].Leases).Address);
        Assert.Equal("Kept", Reason("db-0"));
        _world.Bind("db-0", "n1", Member);
        _world.Run(5);
        Assert.Contains(_world.Agents["n1"].Leases, use => use.Address == address && use.PodName == "db-0");
        _world.Delete("db-0");
        _world.Run(1000);
        Assert.Empty(_world.Reservations);
        Assert.Empty(_world.Networks["n1"].Spec.FixedAddresses);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_is_kept_before_there_is_a_pod_of_the_name_and_from_the_first_moment_of_the_node(bool nodeIsFirst)
    {
        if (nodeIsFirst)
        {
            Join("n1");
        }

        _world.Reserve(Reservation("web", Wanted));
        _world.Run(5);
        if (!nodeIsFirst)
        {
            Join("n1");
        }

        Assert.Equal([Wanted], _world.Networks["n1"].Spec.FixedAddresses.Single().Addresses);
        Assert.Equal(("Kept", "n1"), (Reason("web"), _world.Reservations["default/web"].Status.Node));
        Assert.DoesNotContain(_world.Deeds.OfType<PublishNodeNetwork>(), write => !nodeIsFirst && write.Spec.PodSlices.Count > 0 && write.Spec.FixedAddresses.Count == 0);
    }

    [Fact]
    public void One_that_another_pod_has_is_said_to_be_taken_until_that_has_gone()
    {
        Join("n1");
        _world.Bind("other", "n1", PodText.OfClass("plain"));
        _world.Run(5);
        var taken = _world.Agents["n1"].Leases.Single().Address;
        _world.Reserve(Reservation("web", taken));
        _world.Run(5);
        Assert.Equal("Taken", Reason("web"));
        _world.Bind("web", "n1", PodText.OfClass("plain"));
        _world.Run(5);
        var said = _world.Reservations["default/web"].Status.Conditions.Single();
        Assert.Equal(("Taken", Condition.False), (said.Reason, said.Status));
        Assert.Contains($"{taken} is held by pod default/other on node n1", said.Message, StringComparison.Ordinal);
        _world.Delete("other");
        _world.Run(5);
        Assert.Equal("Here", Reason("web"));
        Assert.Equal(("web", taken), _world.Agents["n1"].Leases.Select(use => (use.PodName, use.Address)).Single());
    }

    /// <summary>It has its slice again before anybody else could have had it.</summary>
    /// <param name="podIsOn">Where an address that people wrote is waited for; null for a name whose pod is away.</param>
    [Theory]
    [InlineData(null)]
    [InlineData("n2")]
    public void It_is_kept_on_a_node_that_comes_back_before_its_route_is_gone(string? podIsOn)
    {
        Join("n1");
        _world.Bind("first", "n1", Member);
        _world.Run(5);
        var address = _world.Agents["n1"].Leases.Single().Address;
        _world.Delete("first");
        if (podIsOn is not null)
        {
            _world.Reserve(Reservation("first", address));
            Join(podIsOn);
            _world.Bind("first", podIsOn, Member);
        }

        _world.Run(5);
        _world.Driver.Holds = call => call is DeleteRoute;
        _world.Leave("n1");
        _world.Run(5);
        Assert.Single(_world.Driver.Held);
        var before = _world.Deeds.Count;
        Join("n1");
        Assert.Equal([address], Assert.Single(_world.Networks["n1"].Spec.FixedAddresses).Addresses);
        Assert.All(_world.Deeds.Skip(before).OfType<PublishNodeNetwork>().Where(write => write.Node == "n1"), write => Assert.Equal([address], Assert.Single(write.Spec.FixedAddresses).Addresses));
        Assert.Equal(("n1", podIsOn is null ? "Kept" : "OtherNode"), (_world.Reservations["default/first"].Status.Node, Reason("first")));
        _world.Bind("other", "n1", PodText.OfClass("plain"));
        _world.Run(5);
        Assert.NotEqual(address, Assert.Single(_world.Agents["n1"].Leases).Address);
    }

    private static Pod Member(Pod pod) => PodText.OfClass("db")(PodText.OfSet(pod));

    private static AddressReservation Reservation(string pod, InetAddress address) => new()
    {
        Metadata = new ObjectMeta { Namespace = "default", Name = pod },
        Spec = new AddressReservationSpec { Pod = pod, Addresses = [address] },
    };

    private void Join(string name)
    {
        _world.Join(name);
        _world.Agents[name].SliceClasses.UnionWith(["db", "plain"]);
        _world.Run(5);
    }

    private string Reason(string name) => _world.Reservations["default/" + name].Status.Conditions.Single().Reason;
}
