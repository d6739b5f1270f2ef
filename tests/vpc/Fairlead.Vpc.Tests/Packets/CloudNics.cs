using System.Diagnostics;
using System.Net;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Packets;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>ENIs made by calls of the OpenAPI, and what a host sees of them.</summary>
internal static class CloudNics
{
    public static CloudReply Do(this FabricWorld world, CloudChange call)
    {
        var (reply, error) = world.Cloud.Call(call);
        Assert.True(error is null, $"{call.Action}: {error}");
        return reply!;
    }

    public static NetworkInterface CreateNic(this FabricWorld world, string vSwitch = "vsw-cluster", int addresses = 1, InterfaceType type = InterfaceType.Secondary) =>
        ((InterfaceReply)world.Do(new CreateNetworkInterface
        {
            RegionId = CloudSeed.Region,
            VSwitchId = vSwitch,
            SecurityGroupId = "sg-default",
            SecondaryPrivateIpAddressCount = addresses > 1 ? addresses - 1 : null,
            InstanceType = type,
        })).Interface;

    public static void AttachNic(this FabricWorld world, string eni, string host, string? trunk = null) =>
        world.Do(new AttachNetworkInterface { RegionId = CloudSeed.Region, NetworkInterfaceId = eni, InstanceId = $"i-{host}", TrunkNetworkInstanceId = trunk });

    public static void DetachNic(this FabricWorld world, string eni, string host) =>
        world.Do(new DetachNetworkInterface { RegionId = CloudSeed.Region, NetworkInterfaceId = eni, InstanceId = $"i-{host}" });

    /// <summary>A NIC is known by its MAC; null where there is none.</summary>
    public static ObservedLink? FindNic(NetworkNamespace netns, MacAddress mac)
    {
        using var reader = KernelReader.Open(netns);
        return reader.Links().FirstOrDefault(link => link.Mac == mac);
    }

    /// <summary>Waits for what must come soon.</summary>
    /// <returns>How long it took.</returns>
    public static TimeSpan Await(string what, TimeSpan within, Func<bool> isSo)
    {
        var watch = Stopwatch.StartNew();
        while (!isSo())
        {
            Assert.True(watch.Elapsed < within, $"{what}: not within {within.TotalMilliseconds} ms");
            Thread.Sleep(1);
        }

        return watch.Elapsed;
    }

    public static ObservedLink AwaitNic(FabricWorld world, string host, MacAddress mac)
    {
        ObservedLink? nic = null;
        Await($"a NIC {mac} in {host}", TimeSpan.FromSeconds(10), () => (nic = FindNic(world[host].Netns, mac)) is { IsUp: true });
        return nic!;
    }

    /// <summary>Whether packets that a host sends, again and again, arrive at one NIC of a namespace.</summary>
    public static bool Arrives(LabHost from, InetAddress to, NetworkNamespace netns, int index, int patience = 1000)
    {
        using var ear = PacketSocket.Open(netns, to.IsV6 ? (ushort)0x86dd : (ushort)0x0800, [FilterInstruction.Take(256)]);
        using var mouth = from.Udp(null, 0, to.IsV6);
        var frame = new byte[256];
        var watch = Stopwatch.StartNew();
        for (var next = 0L; watch.ElapsedMilliseconds < patience;)
        {
            if (watch.ElapsedMilliseconds >= next)
            {
                // A NIC is up a moment before the routes to it are there.
                mouth.SendTo("?"u8, new IPEndPoint(to.ToIPAddress(), 5000));
                next += 5;
            }

            var length = ear.Receive(frame, out var link);
            var destination = to.IsV6 ? frame.AsSpan(38, 16) : frame.AsSpan(30, 4);
            if (length > 0 && link == index && InetAddress.FromBytes(destination) == to)
            {
                return true;
            }

            Thread.Sleep(length > 0 ? 0 : 1);
        }

        return false;
    }
}
