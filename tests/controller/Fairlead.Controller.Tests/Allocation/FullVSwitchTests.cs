using Fairlead.Allocation.Deeds;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>A node in whose vSwitch nothing is left: it says so, gives back what it has too much of, and goes elsewhere where it can.</summary>
public sealed class FullVSwitchTests
{
    private static readonly PoolSettings Pool = new() { MinFree = 0, Batch = 10, ReclaimAfterSeconds = 60 };

    // 64 addresses, of which the VPC keeps four and the hosts have three.
    private static VpcConfiguration Large => Topologies.Of("ecs.g7.large", 3, "172.16.0.0/26");

    private static VpcConfiguration Small => Topologies.Of("ecs.g7.4xlarge", 3, "172.16.0.0/26");

    /// <param name="ofClass">Of pods that find nothing: before the pods of no class in the order of the names, and after those of another.</param>
    [Theory]
    [InlineData("", "z")]
    [InlineData("z", "")]
    [InlineData("a", "z")]
    public void One_stock_that_is_short_is_said_whatever_the_others_have(string ofClass, string other)
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni, Pool = Pool }, topology: Small);
        Define(world, ofClass, other);
        world.Join("n1");
        Bind(world, "o", 50, other);
        world.Run(20);
        Assert.Equal(50, world.Agents["n1"].Leases.Count);
        Bind(world, "p", 20, ofClass);
        world.Run(20);
        var full = Worlds.Condition(world, "n1", "AddressesAvailable");
        Assert.Equal(("False", "VSwitchFull"), (full.Status, full.Reason));
        Assert.Contains(Topologies.VSwitchOf(world.Emulated, "main"), full.Message);
        Assert.Contains(world.Nodes["n1"].Conditions, condition => condition == full);
    }

    /// <summary>What one stock of a node waits for is what another of it gives back, to the last address.</summary>
    [Fact]
    public void What_retires_is_released_while_growth_is_refused()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni, Pool = Pool }, topology: Small);
        Define(world, "db");
        world.Join("n1");
        Bind(world, "p", 50, "");
        world.Run(20);
        Bind(world, "d", 40, "db");
        world.Run(5);
        Assert.Equal("False", Worlds.Condition(world, "n1", "AddressesAvailable").Status);
        var stay = world.Agents["n1"].Leases.Where(use => use.PodName[0] == 'p').GroupBy(use => use.Interface).Single(group => group.Count() == 30).Take(5).Select(use => use.PodName).ToHashSet();
        foreach (var pod in world.Pods.Values.Where(pod => pod.Metadata.Name[0] == 'p' && !stay.Contains(pod.Metadata.Name)).ToList())
        {
            world.Delete(pod.Metadata.Name);
        }

        // A whole ENI of 20 goes, and of the other, which pods have, ten addresses.
        world.Run(100);
        Assert.Contains(world.Deeds, deed => deed is DetachInterface);
        Assert.Contains(world.Deeds, deed => deed is ReleaseRanges);
        world.Run(100);
        Assert.Equal(5 + 37, world.Agents["n1"].Leases.Count);
        Assert.Equal("False", Worlds.Condition(world, "n1", "AddressesAvailable").Status);
    }

    [Fact]
    public void What_cannot_be_assigned_keeps_nothing_from_being_released()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni, Families = AddressFamilies.Dual, Pool = Pool });
        world.Driver.Fault = (call, done) => call is AssignRanges && !done
            ? new CloudException(CloudErrorKind.Unavailable, "AssignIpv6Addresses", "", "ServiceUnavailable", "later") : null;
        world.Join("n1");
        // Made with ten addresses of IPv6, it lacks fifteen that nobody assigns.
        Bind(world, "p", 25, "");
        world.Run(20);
        for (var i = 1; i < 25; i++)
        {
            world.Delete($"p{i}");
        }

        world.Run(100);
        Assert.Contains(world.Deeds, deed => deed is ReleaseRanges);
        Assert.Equal(20, world.Networks["n1"].Spec.Interfaces.Single().Ranges.Count(range => !range.Range.IsV6));
    }

    [Fact]
    public void A_node_with_all_its_enis_says_which_vSwitches_are_full_until_there_is_room()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni, Pool = Pool }, topology: Large);
        world.Join("n1");
        world.Join("n2");
        Bind(world, "q", 6, "", "n2");
        Bind(world, "p", 6, "");
        world.Run(20);
        var enis = world.Networks["n1"].Spec.Interfaces.Count;
        var rest = Taken(world, "main", leave: 0);
        Bind(world, "r", 6, "");
        world.Run(20);
        Assert.Equal(enis, world.Networks["n1"].Spec.Interfaces.Count);
        var full = Worlds.Condition(world, "n1", "AddressesAvailable");
        Assert.Equal("False", full.Status);
        Assert.Contains(Topologies.VSwitchOf(world.Emulated, "main"), full.Message);
        Back(world, rest);
        world.Run(60);
        Assert.Equal(12, world.Agents["n1"].Leases.Count);
        Assert.Equal("True", Worlds.Condition(world, "n1", "AddressesAvailable").Status);
    }

    /// <summary>Six pods have one ENI, and the other was made when there was nothing but two addresses for it.</summary>
    [Fact]
    public void An_idle_eni_in_a_full_vSwitch_makes_way_for_one_where_there_is_room()
    {
        using var world = Crowded(out var elsewhere);
        var pods = world.Agents["n1"].Leases.Select(use => use.Address).ToHashSet();
        Assert.Equal([2, 6], Sizes(world));
        Assert.Equal("VSwitchesOfEnisFull", Worlds.Condition(world, "n1", "AddressesAvailable").Reason);

        Back(world, elsewhere);
        var before = world.Deeds.Count;
        world.Run(90);
        Assert.Equal([6, 6], Sizes(world));
        Assert.Equal("True", Worlds.Condition(world, "n1", "AddressesAvailable").Status);
        Assert.Equal(4, world.Deeds.Skip(before).Count(AllocationWorld.IsMutation));
        world.Run(4000);
        Assert.Equal(4, world.Deeds.Skip(before).Count(AllocationWorld.IsMutation));
        Assert.True(pods.SetEquals(world.Agents["n1"].Leases.Select(use => use.Address)), "no pod notices");
    }

    [Fact]
    public void Nothing_moves_to_a_vSwitch_that_only_says_it_has_more()
    {
        using var world = Crowded(out var elsewhere);
        var second = Topologies.VSwitchOf(world.Emulated, "second");
        world.Driver.Fault = (call, done) => call is CreateInterface make && make.Wish.VSwitch == second && !done
            ? new CloudException(CloudErrorKind.NoAddresses, "CreateNetworkInterface", second, "InvalidVSwitchId.IpNotEnough", "no addresses") : null;
        Back(world, elsewhere);
        world.Run(4000);
        Assert.True(world.Deeds.OfType<DetachInterface>().Count() <= 1, "what goes comes again, and goes again");
        Assert.Equal([2, 6], Sizes(world));
    }

    [Fact]
    public void An_eni_that_a_pod_takes_an_address_of_meanwhile_stays()
    {
        using var world = Crowded(out var elsewhere);
        world.Agents["n1"].IsDown = true;
        Back(world, elsewhere);
        world.Run(30);
        var retiring = world.Networks["n1"].Spec.Interfaces.Single(eni => eni.Retiring);
        world.Run(60);
        Assert.Equal(retiring.Generation, world.Networks["n1"].Spec.Interfaces.Single(eni => eni.Retiring).Generation);
        world.Agents["n1"].IsDown = false;
        world.Agents["n1"].Take(retiring.Id, retiring.Ranges[0].Range.Address, world.Bind("late", "n1"));
        world.Run(60);
        Assert.False(world.Networks["n1"].Spec.Interfaces.Single(eni => eni.Id == retiring.Id).Retiring);
        Assert.Equal(7, world.Agents["n1"].Leases.Count);
        Assert.Null(new WorldInvariants(world).Problem());
    }

    [Fact]
    public void Exclusive_pods_that_found_nothing_are_said_until_they_have_it()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec(), topology: Small);
        world.Join("n1");
        var rest = Taken(world, "main", leave: 0);
        world.Bind("a", "n1", PodText.Exclusive);
        world.Run(20);
        Assert.Equal(("False", "VSwitchFull"), (Worlds.Condition(world, "n1", "AddressesAvailable").Status, Worlds.Condition(world, "n1", "AddressesAvailable").Reason));
        Back(world, rest);
        world.Run(60);
        Assert.Single(world.Agents["n1"].Leases);
        Assert.Equal("True", Worlds.Condition(world, "n1", "AddressesAvailable").Status);
    }

    private static void Define(AllocationWorld world, params string[] classes)
    {
        foreach (var name in classes.Where(name => name.Length > 0))
        {
            world.Define(name, new PodNetworkClassSpec { Mode = PodNetworkMode.SharedEni });
        }
    }

    private static void Bind(AllocationWorld world, string prefix, int count, string ofClass, string node = "n1")
    {
        for (var i = 0; i < count; i++)
        {
            world.Bind($"{prefix}{i}", node, ofClass.Length > 0 ? PodText.OfClass(ofClass) : null);
        }
    }

    private static AllocationWorld Crowded(out List<string> elsewhere)
    {
        var world = new AllocationWorld(topology: Large);
        Worlds.Start(world, new ClusterNetworkSpec
        {
            Mode = PodNetworkMode.SharedEni,
            Pool = Pool with { MinFree = 6, Batch = 1 },
            VSwitches = [Topologies.VSwitchOf(world.Emulated, "main"), Topologies.VSwitchOf(world.Emulated, "second")],
        });
        Taken(world, "main", leave: 8);
        elsewhere = Taken(world, "second", leave: 0);
        world.Run(310);
        world.Join("n1");
        Bind(world, "p", 6, "");
        world.Run(60);
        Assert.Equal(6, world.Agents["n1"].Leases.Count);
        return world;
    }

    private static IEnumerable<int> Sizes(AllocationWorld world) => world.Networks["n1"].Spec.Interfaces.Select(eni => eni.Ranges.Count).Order();

    /// <summary>Somebody else takes what a vSwitch has.</summary>
    private static List<string> Taken(AllocationWorld world, string vSwitch, int leave)
    {
        var id = Topologies.VSwitchOf(world.Emulated, vSwitch);
        List<string> taken = [];
        while (world.Emulated.State.Index.Pools[id].Free - leave is > 0 and var free)
        {
            taken.Add(((InterfaceReply)world.Emulated.Call(new CreateNetworkInterface
            {
                RegionId = CloudSeed.Region, VSwitchId = id, SecurityGroupId = "sg-default", SecondaryPrivateIpAddressCount = Math.Min(49, free - 1),
            }).Reply!).Interface.Id);
        }

        return taken;
    }

    private static void Back(AllocationWorld world, IEnumerable<string> taken)
    {
        foreach (var id in taken)
        {
            world.Emulated.Call(new DeleteNetworkInterface { RegionId = CloudSeed.Region, NetworkInterfaceId = id });
        }
    }
}
