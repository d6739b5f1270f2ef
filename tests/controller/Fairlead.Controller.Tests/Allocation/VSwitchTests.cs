using Fairlead.Allocation.Deeds;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>vSwitches that have no addresses left, that are not there, and what people are told.</summary>
public sealed class VSwitchTests
{
    private static readonly PoolSettings Pool = new() { MinFree = 30, Batch = 10, ReclaimAfterSeconds = 30 };

    [Fact]
    public void AFullVSwitchIsFollowedByTheNextAtOnce()
    {
        using var world = new AllocationWorld(topology: Topologies.Of("ecs.g7.4xlarge", 3, "172.16.0.0/27"));
        Worlds.Start(world, new ClusterNetworkSpec { Mode = PodNetworkMode.SharedEni, Pool = Pool, VSwitches = [Topologies.VSwitchOf(world.Emulated, "main"), Topologies.VSwitchOf(world.Emulated, "second")] });
        world.Join("n1");
        world.Run(12);
        Assert.Equal(30, world.Networks["n1"].Spec.Interfaces.Sum(eni => eni.Ranges.Count));
        Assert.Equal("True", Worlds.Condition(world, "n1", "AddressesAvailable").Status);
    }

    [Fact]
    public void WhereNoneHasAnyTheNodeSaysSoAndStillGivesBack()
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
    public void AClassThatNamesWhatIsNotThereSaysWhereAndTheLastGoodOneStays()
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
    public void AMissingGroupIsSaidAtTheClass()
    {
        using var world = Worlds.Started(new ClusterNetworkSpec());
        world.Define("db", new PodNetworkClassSpec { Mode = PodNetworkMode.ExclusiveEni, SecurityGroups = ["sg-none"] });
        world.Join("n1");
        world.Bind("a", "n1", pod => PodText.OfClass("db")(PodText.Exclusive(pod)));
        world.Run(5);
        Assert.Contains("spec.securityGroups [sg-none]", world.Classes["db"].Conditions.Single().Message);
    }

    [Fact]
    public void AMissingPermissionIsNamed()
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
    public void AnInstanceThatTakesLessThanItsTableSaysIsBelieved()
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
