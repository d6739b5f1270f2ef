using System.Diagnostics;
using System.Net;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Packets;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Packets.Fabric;
using Fairlead.Vpc.Topology;

namespace Fairlead.Bench.Cloud.Packets;

/// <summary>A cloud with packets in this process: a host that ENIs come to, and another that sends to them all the time.</summary>
internal sealed class NicWorld : IDisposable
{
    private const string Target = "node-1";
    private const string Sender = "legacy-1";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly BenchHost _target = new();
    private readonly BenchHost _sender = new();
    private readonly EmulatedCloud _cloud;
    private readonly VpcFabric _fabric;

    public NicWorld()
    {
        var settings = CloudSettings.Immediate with { Attach = DelayRange.Seconds(0.02, 0.04) };
        _cloud = new EmulatedCloud(CloudState.Empty with { Settings = settings }, TimeProvider.System);
        _fabric = new VpcFabric(new PacketFabric(NetworkNamespace.Create(), TimeProvider.System), _cloud, TimeProvider.System);
        _fabric.Start();
        _fabric.Submit(new Configure(new VpcConfiguration
        {
            Cidrs = [Cidr.Parse("172.16.0.0/16")],
            VSwitches = [new("a", Cidr.Parse("172.16.10.0/24")), new("b", Cidr.Parse("172.16.20.0/24"))],
            Instances = [new(Target, "a", InetAddress.Parse("172.16.10.11")) { Type = "ecs.g7.4xlarge" }, new(Sender, "b", InetAddress.Parse("172.16.20.21"))],
        }));
        Plug(Target, _target);
        Plug(Sender, _sender);
    }

    /// <summary>From the first description that says <c>InUse</c> to the first packet at the new NIC.</summary>
    public TimeSpan Attach(out NetworkInterface eni)
    {
        eni = ((InterfaceReply)Do(new CreateNetworkInterface { RegionId = CloudSeed.Region, VSwitchId = "vsw-a", SecurityGroupId = "sg-default" })).Interface;
        Do(new AttachNetworkInterface { RegionId = CloudSeed.Region, NetworkInterfaceId = eni.Id, InstanceId = $"i-{Target}" });
        var query = new DescribeNetworkInterfaceAttribute { RegionId = CloudSeed.Region, NetworkInterfaceId = eni.Id };
        Wait("the ENI in use", () => _cloud.Call(query).Reply is InterfaceReply { Interface.Status: InterfaceStatus.InUse });
        return UntilPacket(eni);
    }

    /// <summary>The NIC is moved into a namespace that then ends: from that to the first packet at the NIC that took its place.</summary>
    public TimeSpan Lose(NetworkInterface eni)
    {
        using (var pod = NetworkNamespace.Create())
        {
            _target.Move(_target.Find(eni.Mac)!.Value, pod);
        }

        return UntilPacket(eni);
    }

    public void Remove(NetworkInterface eni)
    {
        Do(new DetachNetworkInterface { RegionId = CloudSeed.Region, NetworkInterfaceId = eni.Id, InstanceId = $"i-{Target}" });
        _cloud.Elapse();
        Do(new DeleteNetworkInterface { RegionId = CloudSeed.Region, NetworkInterfaceId = eni.Id });
    }

    public void Dispose()
    {
        _fabric.Dispose();
        _cloud.Dispose();
        _target.Dispose();
        _sender.Dispose();
    }

    private void Plug(string name, BenchHost host) => host.Configure(NicConfiguration.Of(_fabric.Submit(new AttachPort(name, host.Path, "eth0")), name));

    private CloudReply Do(CloudChange call) =>
        _cloud.Call(call) is { Reply: { } reply } ? reply : throw new InvalidOperationException($"{call.Action}: {_cloud.Call(call).Error}");

    private TimeSpan UntilPacket(NetworkInterface eni)
    {
        var began = Stopwatch.GetTimestamp();
        using var ear = PacketSocket.Open(_target.Netns, 0x0800, [FilterInstruction.Take(64)]);
        using var mouth = _sender.Udp();
        var frame = new byte[64];
        var to = new IPEndPoint(eni.PrimaryAddress.ToIPAddress(), 5000);
        Wait("a packet at the NIC", () =>
        {
            mouth.SendTo("?"u8, to);
            for (var length = ear.Receive(frame, out var link); length > 0; length = ear.Receive(frame, out link))
            {
                if (InetAddress.FromBytes(frame.AsSpan(30, 4)) == eni.PrimaryAddress && link == _target.Find(eni.Mac))
                {
                    return true;
                }
            }

            return false;
        });
        return Stopwatch.GetElapsedTime(began);
    }

    private static void Wait(string what, Func<bool> isSo)
    {
        var began = Stopwatch.GetTimestamp();
        while (!isSo())
        {
            if (Stopwatch.GetElapsedTime(began) > Patience)
            {
                throw new InvalidOperationException($"{what}: not within {Patience.TotalSeconds} s");
            }

            Thread.Sleep(TimeSpan.FromMicroseconds(200));
        }
    }
}
