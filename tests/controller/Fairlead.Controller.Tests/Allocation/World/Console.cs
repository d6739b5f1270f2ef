using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Controller.Tests.Allocation.World;

/// <summary>What somebody else does in the same account, with nothing of ours knowing of it.</summary>
internal static class Console
{
    /// <summary>Takes an ENI off its instance, and waits until it is off. The controller does not hear of it meanwhile.</summary>
    public static void Detach(AllocationWorld world, string eni)
    {
        Do(world, new DetachNetworkInterface { RegionId = CloudSeed.Region, NetworkInterfaceId = eni, InstanceId = world.Emulated.State.Interfaces[eni].Instance });
        Await(world, eni, InterfaceStatus.Available);
    }

    public static void Attach(AllocationWorld world, string eni, string host)
    {
        Do(world, new AttachNetworkInterface { RegionId = CloudSeed.Region, NetworkInterfaceId = eni, InstanceId = Topologies.InstanceOf(world.Emulated, host) });
        Await(world, eni, InterfaceStatus.InUse);
    }

    public static void Unassign(AllocationWorld world, string eni, InetAddress address) =>
        Do(world, new UnassignPrivateIpAddresses { RegionId = CloudSeed.Region, NetworkInterfaceId = eni, PrivateIpAddress = [$"{address}"] });

    public static void Assign(AllocationWorld world, string eni, int count) =>
        Do(world, new AssignPrivateIpAddresses { RegionId = CloudSeed.Region, NetworkInterfaceId = eni, SecondaryPrivateIpAddressCount = count });

    /// <returns>The ENI that has the address, without any mark of ours.</returns>
    public static string Take(AllocationWorld world, InetAddress address, string vSwitch = "main") => ((InterfaceReply)Do(world, new CreateNetworkInterface
    {
        RegionId = CloudSeed.Region,
        VSwitchId = Topologies.VSwitchOf(world.Emulated, vSwitch),
        SecurityGroupIds = [world.Emulated.State.SecurityGroups.Keys.First()],
        PrimaryIpAddress = $"{address}",
    })).Interface.Id;

    public static void Drop(AllocationWorld world, string eni) => Do(world, new DeleteNetworkInterface { RegionId = CloudSeed.Region, NetworkInterfaceId = eni });

    public static void Route(AllocationWorld world, string destination, string host, string description = "by hand") => Do(world, new CreateRouteEntry
    {
        RegionId = CloudSeed.Region,
        RouteTableId = CloudSeed.RouteTable,
        DestinationCidrBlock = destination,
        NextHopId = Topologies.InstanceOf(world.Emulated, host),
        NextHopType = "Instance",
        Description = description,
    });

    public static CloudReply Do(AllocationWorld world, CloudChange call) => world.Emulated.Call(call) is { Error: null, Reply: { } reply } ? reply : throw new InvalidOperationException($"{call}: {world.Emulated.Call(call).Error}");

    private static void Await(AllocationWorld world, string eni, InterfaceStatus status)
    {
        for (var i = 0; world.Emulated.State.Interfaces[eni].Status != status; i++)
        {
            Assert.True(i < 60, $"{eni} is never {status}");
            world.Advance(1);
            world.Emulated.Elapse();
        }
    }
}
