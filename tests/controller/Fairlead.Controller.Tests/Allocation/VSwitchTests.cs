using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>vSwitches that have no addresses left, that are not there, and what people are told.</summary>
public sealed class VSwitchTests
{
    private static readonly PoolSettings Pool = new() { MinFree = 30, Batch = 10, ReclaimAfterSeconds = 30 };

    [Fact]
    public void A_full_v_switch_is_followed_by_the_next_at_once()
    {
        using var world = new AllocationWorld(topology: Topologies.Of("ecs.g7.4xlarge", 3, "172.16.0.0/27"));
        Worlds.Start(world, new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni, Pool = Pool, VSwitches = [Topologies.VSwitchOf(world.Emulated, "main"), Topologies.VSwitchOf(world.Emulated, "second")] });
        world.Join("n1");
        world.Run(12);
        Assert.Equal(30, world.Networks["n1"].Spec.Interfaces.Sum(eni => eni.Ranges.Count));
        Assert.Equal("True", Worlds.Condition(world, "n1", "AddressesAvailable").Status);
    }

    [Fact]
    public void Where_none_has_any_the_node_says_so_and_still_gives_back()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni, Pool = Pool }, topology: Topologies.Of("ecs.g7.4xlarge", 3, "172.16.0.0/26"));
        world.Join("n1");
        world.Run(12);
        world.Join("n2");
        world.Run(12);
        var full = Worlds.Condition(world, "n2", "AddressesAvailable");
        Assert.Equal("VSwitchFull", full.Reason);
        Assert.Contains(Topologies.VSwitchOf(world.Emulated, "main"), full.Message);
        world.Leave("n1");
        world.Run(200);
        Assert.Equal(30, world.Networks["n2"].Spec.Interfaces.Sum(eni => eni.Ranges.Count));
        Assert.Equal("True", Worlds.Condition(world, "n2", "AddressesAvailable").Status);
    }

    [Fact]
    public void A_class_that_names_what_is_not_there_says_where_and_the_last_good_one_stays()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec());
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni, VSwitches = [Topologies.VSwitchOf(world.Emulated, "second")] });
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni, VSwitches = [Topologies.VSwitchOf(world.Emulated, "second"), "vsw-elsewhere"] });
        world.Join("n1");
        world.Bind("a", "n1", pod => PodText.OfClass("db")(PodText.Exclusive(pod)));
        world.Run(12);
        var condition = world.Classes["db"].Conditions.Single();
        Assert.Equal("False", condition.Status);
        Assert.Contains("spec.vSwitches[1]", condition.Message);
        Assert.Single(world.Agents["n1"].Leases);
    }

    [Fact]
    public void A_vSwitch_in_pieces_gives_single_addresses_and_no_eni_is_made_for_nothing()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni, Pool = new PoolSettings { Prefixes = true, MinFree = 3, Batch = 1 } });
        world.Driver.Fault = (call, done) => call is CreateInterface { Wish.Prefixes4: > 0 } or AssignRanges { Kind: AddressKind.Prefix4 } && !done
            ? new CloudException(CloudErrorKind.NoAddresses, "CreateNetworkInterface", "vsw-main", "InvalidVSwitchId.IpNotEnough", "no prefix") : null;
        world.Join("n1");
        world.Run(600);
        var eni = Assert.Single(world.Networks["n1"].Spec.Interfaces);
        Assert.Equal(3, eni.Ranges.Count(range => range.Range.IsSingleAddress));
        Assert.True(world.Deeds.OfType<CreateInterface>().Count() <= 2, "it is made again and again");
    }

    [Fact]
    public void A_missing_group_is_said_at_the_class()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec());
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni, SecurityGroups = ["sg-none"] });
        world.Join("n1");
        world.Bind("a", "n1", pod => PodText.OfClass("db")(PodText.Exclusive(pod)));
        world.Run(5);
        Assert.Contains("spec.securityGroups [sg-none]", world.Classes["db"].Conditions.Single().Message);
    }

    [Fact]
    public void What_was_in_force_before_a_missing_group_stays_when_the_class_is_seen_with_another_status()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec());
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni });
        world.Join("n1");
        world.Run(5);
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni, SecurityGroups = ["sg-none"] });
        world.Run(1);
        var echo = world.ClassObjects["db"];
        world.See(new ClassSeen(echo with { Spec = echo.Spec with { SecurityGroups = [.. echo.Spec.SecurityGroups] } }));
        world.Bind("a", "n1", pod => PodText.OfClass("db")(PodText.Exclusive(pod)));
        world.Run(60);
        Assert.Contains("what was in force before stays", world.Classes["db"].Conditions.Single().Message);
        Assert.Contains(world.Networks["n1"].Spec.Interfaces, link => link.Class == "db");
    }

    [Fact]
    public void A_node_is_never_told_another_mode_than_its_pools()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { NodePools = [new NodePool { Name = "all", Mode = PodNetworkMode.SharedEni }] });
        world.Driver.Fault = (call, done) => call is FindLimits && world.Now.Second < 5 ? new CloudException(CloudErrorKind.Unavailable, "DescribeInstanceTypes", "", "ServiceUnavailable", "later") : null;
        world.Join("n1");
        world.Run(30);
        Assert.All(world.Deeds.OfType<PublishNodeNetwork>(), write => Assert.Equal(PodNetworkMode.SharedEni, write.Spec.Mode));
        Assert.NotEmpty(world.Networks["n1"].Spec.Interfaces);
    }

    [Fact]
    public void A_missing_permission_is_named()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni });
        world.Driver.Fault = (call, done) => call is CreateInterface && !done ? new CloudException(CloudErrorKind.Denied, "CreateNetworkInterface", "", "Forbidden.RAM", "no") : null;
        world.Join("n1");
        world.Run(5);
        Assert.Contains("ecs:CreateNetworkInterface", Worlds.Condition(world, "n1", "CloudReady").Message);
        world.Driver.Fault = null;
        world.Run(60);
        Assert.Equal("True", Worlds.Condition(world, "n1", "CloudReady").Status);
    }

    [Fact]
    public void An_instance_that_takes_less_than_its_table_says_is_believed()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni, Pool = Pool with { MinFree = 60 } });
        var attaches = 0;
        world.Driver.Fault = (call, done) => call is AttachInterface && !done && ++attaches > 1 ? new CloudException(CloudErrorKind.LimitPerInstance, "AttachNetworkInterface", "", "EniPerInstanceLimitExceeded", "no more") : null;
        world.Join("n1");
        world.Run(120);
        Assert.Single(world.Networks["n1"].Spec.Interfaces);
        Assert.Equal("InstanceLimit", Worlds.Condition(world, "n1", "CloudReady").Reason);
        Assert.InRange(attaches, 2, 4);
    }
}
