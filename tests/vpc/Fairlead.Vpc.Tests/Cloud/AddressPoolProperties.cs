using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Tests.Machine;
using Fairlead.Vpc.Tests.Packets;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Cloud;

/// <summary>What a vSwitch gives, through the machine: pools have no other door.</summary>
public sealed class AddressPoolProperties
{
    [Theory]
    [InlineData(29, 4)]
    [InlineData(28, 12)]
    [InlineData(24, 252)]
    [InlineData(20, 4092)]
    public void All_that_can_be_given_is_given_and_nothing_twice(int length, int addresses)
    {
        var (state, vSwitch) = With($"172.16.128.0/{length}");
        var given = new HashSet<InetAddress>();
        while (Create(ref state, vSwitch) is { } eni)
        {
            Assert.All(eni.Addresses, address => Assert.True(given.Add(address)));
        }

        Assert.Equal(addresses, given.Count);
        Assert.Equal(0, state.Index.Pools[vSwitch].Free);
        Assert.DoesNotContain(given, state.VSwitches[vSwitch].IsReserved);
        Assert.Empty(CloudInvariants.Check(state));
    }

    [Fact]
    public void What_is_released_comes_last()
    {
        var (state, vSwitch) = With("172.16.128.0/28");
        var first = Create(ref state, vSwitch)!;
        state = CloudMachine.Vanish(state, first.Id);
        var order = new List<InetAddress>();
        while (Create(ref state, vSwitch) is { } eni)
        {
            order.Add(eni.PrimaryAddress);
        }

        Assert.Equal(first.PrimaryAddress, order[^1]);
        Assert.Equal(12, order.Count);
    }

    [Fact]
    public void Prefixes_are_aligned_blocks_of_which_nothing_is_taken()
    {
        var (state, vSwitch) = With("172.16.128.0/24");
        var eni = Create(ref state, vSwitch)!;
        var prefixes = new List<Cidr>();
        for (var i = 0; i < 16; i++)
        {
            var step = CloudMachine.Change(state, new AssignPrivateIpAddresses { RegionId = CloudSeed.Region, NetworkInterfaceId = eni.Id, Ipv4PrefixCount = 1 }, CloudTime.Start);
            state = step.Next;
            prefixes.AddRange(((AssignedReply?)step.Reply)?.Prefixes ?? []);
            Assert.Equal(step.Error is null, i < 14);
        }

        // The first block has the first address and the ENI's, the last one the three that are reserved.
        Assert.Equal(14, prefixes.Distinct().Count());
        Assert.All(prefixes, prefix => Assert.True(prefix.IsNetwork && prefix.Length == 28));
        Assert.Equal(252 - 1 - (14 * 16), state.Index.Pools[vSwitch].Free);
        Assert.Equal("InvalidVSwitchId.IpNotEnough", CloudMachine.Change(state, new AssignPrivateIpAddresses { RegionId = CloudSeed.Region, NetworkInterfaceId = eni.Id, Ipv4PrefixCount = 1 }, CloudTime.Start).Error!.Code);
    }

    /// <summary>A million changes would keep a million pools, and did: their leaves knew the change that had made them.</summary>
    [Fact]
    public void A_state_keeps_nothing_of_the_states_before_it()
    {
        var (state, vSwitch) = With("172.16.128.0/24");
        var before = PoolOf(ref state, vSwitch);
        for (var i = 0; i < 3; i++)
        {
            Create(ref state, vSwitch);
        }

        GC.Collect();
        Assert.False(before.IsAlive);
        Assert.Equal(4, state.Index.InterfacesByVSwitch.Of(vSwitch).Count);
    }

    [System.Runtime.CompilerServices.MethodImpl(System.Runtime.CompilerServices.MethodImplOptions.NoInlining)]
    private static WeakReference PoolOf(ref CloudState state, string vSwitch)
    {
        Create(ref state, vSwitch);
        return new WeakReference(state.Index.Pools[vSwitch]);
    }

    private static (CloudState State, string VSwitch) With(string range)
    {
        var call = new CreateVSwitch { RegionId = CloudSeed.Region, VpcId = CloudSeed.Vpc, ZoneId = CloudSeed.Zone, CidrBlock = range };
        var step = CloudMachine.Change(CloudSeed.Of(FabricWorld.Walkthrough, CloudSettings.Immediate, CloudTime.Start), call, CloudTime.Start);
        return (step.Next, ((CreatedReply)step.Reply!).Id);
    }

    private static NetworkInterface? Create(ref CloudState state, string vSwitch)
    {
        var step = CloudMachine.Change(state, new CreateNetworkInterface { RegionId = CloudSeed.Region, VSwitchId = vSwitch, SecurityGroupId = "sg-default" }, CloudTime.Start);
        state = step.Next;
        return ((InterfaceReply?)step.Reply)?.Interface;
    }
}
