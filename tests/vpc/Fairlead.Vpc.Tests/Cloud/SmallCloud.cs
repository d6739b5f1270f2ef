using Fairlead.Model.Addresses;
using Fairlead.Testing.Clocks;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Cloud;

/// <summary>Two vSwitches and two instances, and the calls that tests of what is around the machine need.</summary>
internal static class SmallCloud
{
    public static VpcConfiguration Configuration { get; } = new()
    {
        Cidrs = [Cidr.Parse("172.16.0.0/16"), Cidr.Parse("fd00::/56")],
        VSwitches = [new("a", Cidr.Parse("172.16.10.0/24"), Cidr.Parse("fd00:0:0:1::/64")), new("b", Cidr.Parse("172.16.20.0/24"))],
        Instances =
        [
            new("node-1", "a", InetAddress.Parse("172.16.10.11")) { Address6 = InetAddress.Parse("fd00:0:0:1::11") },
            new("node-2", "a", InetAddress.Parse("172.16.10.12")),
        ],
    };

    public static CloudState State(CloudSettings? settings = null) => CloudSeed.Of(Configuration, settings ?? CloudSettings.Immediate, new ManualClock().GetUtcNow());

    public static CreateNetworkInterface Create(int addresses = 0, string? token = null, string name = "") => new()
    {
        RegionId = CloudSeed.Region,
        VSwitchId = "vsw-a",
        SecurityGroupId = "sg-default",
        SecondaryPrivateIpAddressCount = addresses == 0 ? null : addresses,
        ClientToken = token,
        NetworkInterfaceName = name,
    };

    public static AttachNetworkInterface Attach(string eni, string instance = "i-node-1") =>
        new() { RegionId = CloudSeed.Region, NetworkInterfaceId = eni, InstanceId = instance };

    public static AssignPrivateIpAddresses Assign(string eni, int count) =>
        new() { RegionId = CloudSeed.Region, NetworkInterfaceId = eni, SecondaryPrivateIpAddressCount = count };

    public static DescribeNetworkInterfaces Describe(params string[] ids) =>
        new() { RegionId = CloudSeed.Region, NetworkInterfaceId = ids, Page = new PageWish(1, 100, null) };

    public static string Created(this EmulatedCloud cloud, CreateNetworkInterface call)
    {
        var (reply, error) = cloud.Call(call);
        Assert.Null(error);
        return Assert.IsType<InterfaceReply>(reply).Interface.Id;
    }

    public static NetworkInterface? Described(this EmulatedCloud cloud, string eni, TimeSpan? lag = null) =>
        Assert.IsType<PageReply<NetworkInterface>>(cloud.Call(Describe(eni), lag).Reply).Items.SingleOrDefault();
}
