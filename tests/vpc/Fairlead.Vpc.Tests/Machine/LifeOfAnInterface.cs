using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Tests.Packets;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Machine;

/// <summary>From its creation to its end, with the delays between.</summary>
public sealed class LifeOfAnInterface
{
    private const string Region = CloudSeed.Region;
    private static readonly DateTimeOffset Start = Worlds.Start;

    private CloudState _state = CloudSeed.Of(FabricWorld.Walkthrough, new CloudSettings(), Start);
    private DateTimeOffset _now = Start;

    [Fact]
    public void It_is_created_attached_given_addresses_detached_and_deleted()
    {
        var free = Free();
        var eni = ((InterfaceReply)Done(new CreateNetworkInterface
        {
            RegionId = Region,
            VSwitchId = "vsw-cluster",
            SecurityGroupId = "sg-default",
            SecondaryPrivateIpAddressCount = 9,
            Tag = [new TagFilter("creator", "test")],
        })).Interface;
        Assert.Equal((InterfaceStatus.Available, 10, free - 10), (eni.Status, eni.Addresses.Length, Free()));

        Done(new AttachNetworkInterface { RegionId = Region, NetworkInterfaceId = eni.Id, InstanceId = "i-node-1" });
        Assert.Equal(InterfaceStatus.Attaching, One().Status);
        Assert.InRange(_state.NextDue!.Value - _now, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(8));
        Pass(8);
        Assert.Equal((InterfaceStatus.InUse, "i-node-1"), (One().Status, One().Instance));
        Assert.True(CloudSeed.View(_state, CloudSeed.Vpc).Interfaces.ContainsKey(eni.Id));

        var assigned = (AssignedReply)Done(new AssignPrivateIpAddresses { RegionId = Region, NetworkInterfaceId = eni.Id, Ipv4PrefixCount = 2 });
        Assert.Equal((2, 0, free - 42), (assigned.Prefixes.Count, assigned.Addresses.Count, Free()));
        Assert.Equal(eni.Id, _state.OwnerOf(CloudSeed.Vpc, assigned.Prefixes[1].Last)!.Id);
        Done(new UnassignPrivateIpAddresses { RegionId = Region, NetworkInterfaceId = eni.Id, PrivateIpAddress = [eni.Addresses[4].ToString()] });
        Assert.Equal((9, free - 41), (One().Addresses.Length, Free()));

        Done(new DetachNetworkInterface { RegionId = Region, NetworkInterfaceId = eni.Id, InstanceId = "i-node-1" });
        Pass(5);
        Done(new DeleteNetworkInterface { RegionId = Region, NetworkInterfaceId = eni.Id });
        Assert.Equal(InterfaceStatus.Deleting, One().Status);
        Pass(3);
        Assert.Equal(free, Free());
        Assert.Empty(Tagged().Items);
    }

    private int Free() => ((PageReply<VSwitchView>)CloudQueries.Answer(
        _state, new DescribeVSwitches { RegionId = Region, VSwitchId = "vsw-cluster", Page = new PageWish(1, null, null) }).Reply!).Items.Single()!.FreeAddresses;

    private NetworkInterface One() => Tagged().Items.Single();

    private PageReply<NetworkInterface> Tagged() => (PageReply<NetworkInterface>)CloudQueries.Answer(
        _state, new DescribeNetworkInterfaces { RegionId = Region, Tag = [new TagFilter("creator", "test")], Page = new PageWish(null, 100, null) }).Reply!;

    private void Pass(double seconds)
    {
        _now += TimeSpan.FromSeconds(seconds);
        _state = CloudMachine.Elapse(_state, _now);
    }

    private CloudReply Done(CloudChange call)
    {
        var step = CloudMachine.Change(_state, call, _now);
        Assert.Null(step.Error);
        _state = step.Next;
        return step.Reply!;
    }
}
