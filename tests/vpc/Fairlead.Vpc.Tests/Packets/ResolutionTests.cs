using Fairlead.Model.Addresses;
using Fairlead.Vpc.Packets.Resolution;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>Every ARP and neighbour request is answered with the fabric's MAC, but for the asker's own address.</summary>
public sealed class ResolutionTests(ITestOutputHelper output)
{
    private static readonly InetAddress Own = InetAddress.Parse("172.16.10.11");
    private static readonly InetAddress Own6 = InetAddress.Parse("fd16:0:0:10::11");

    [Theory]
    [InlineData("172.16.10.12", "another host")]
    [InlineData("172.16.10.77", "nobody, in the same vSwitch")]
    [InlineData("172.16.10.253", "the gateway")]
    [InlineData("10.244.9.9", "nobody, without a route")]
    public void Every_address_is_answered_at_once_with_an_empty_route_table(string asked, string who)
    {
        using var world = new FabricWorld();
        using var nic = new RawNic(world["node-1"], AddressResolution.Arp);
        Assert.Empty(world.Fabric.State.Routes);
        var times = Enumerable.Range(0, 20).Select(_ => Answered(nic, world["node-1"], asked)).Order().ToList();
        output.WriteLine($"{asked} ({who}): median {times[10].TotalMicroseconds:F0} µs, worst {times[^1].TotalMicroseconds:F0} µs");
        Assert.True(times[10] < TimeSpan.FromMilliseconds(10), $"median {times[10]}");
    }

    [Fact]
    public void The_askers_own_address_is_not_answered_nor_is_an_announcement()
    {
        using var world = new FabricWorld();
        var host = world["node-1"];
        using var nic = new RawNic(host, AddressResolution.Arp);
        foreach (var asker in new[] { "0.0.0.0", "172.16.10.11" })
        {
            Assert.Null(nic.Ask(Frames.ArpRequest(host.Nic!.Mac, InetAddress.Parse(asker), Own), IsArpReply, out _, 100));
        }

        var foreign = InetAddress.Parse("172.16.10.12");
        Assert.Null(nic.Ask(Frames.ArpRequest(host.Nic!.Mac, foreign, foreign), IsArpReply, out _, 100));
    }

    [Fact]
    public void An_announcement_changes_nothing_for_others()
    {
        using var world = new FabricWorld();
        var host = world["node-1"];
        using (var nic = new RawNic(host, AddressResolution.Arp))
        {
            nic.Send(Frames.ArpRequest(host.Nic!.Mac, InetAddress.Parse("172.16.10.12"), InetAddress.Parse("172.16.10.12")));
        }

        Assert.NotNull(world.Ask("legacy-1", "node-2", "172.16.10.12"));
    }

    [Theory]
    [InlineData("fd16:0:0:10::12")]
    [InlineData("fd16:0:0:10::77")]
    [InlineData("fd44:9::9")]
    [InlineData("fe80::ecff:ffff:feff:ffff")]
    public void Neighbour_solicitations_are_answered_too(string asked)
    {
        using var world = new FabricWorld();
        var host = world["node-1"];
        using var nic = new RawNic(host, AddressResolution.Ipv6);
        var target = InetAddress.Parse(asked);
        var answer = nic.Ask(Frames.Solicitation(host.Nic!.Mac, Own6, target), IsAdvertisement, out var after);
        Assert.NotNull(answer);
        Assert.Equal(VpcState.FabricMac, MacAddress.FromBytes(answer.AsSpan(80, 6)));
        Assert.Equal(target, InetAddress.FromBytes(answer.AsSpan(62, 16)));
        Assert.Equal(0, Frames.Checksum(target, Own6, 58, answer.AsSpan(54)));
        output.WriteLine($"{asked}: {after.TotalMicroseconds:F0} µs");
        Assert.True(after < TimeSpan.FromMilliseconds(10) || Answers(nic, host, target), $"{after}");
    }

    [Theory]
    [InlineData("fd16:0:0:10::11", "its own address")]
    [InlineData("fe80::216:3eff:febc:a0b", "its link-local address")]
    public void Duplicate_address_detection_finds_nobody(string asked, string what)
    {
        using var world = new FabricWorld();
        var host = world["node-1"];
        using var nic = new RawNic(host, AddressResolution.Ipv6);
        var heard = nic.Ask(Frames.Solicitation(host.Nic!.Mac, InetAddress.V6(0), InetAddress.Parse(asked)), IsAdvertisement, out _, 100);
        Assert.True(heard is null, $"somebody claims {what}");
    }

    [Fact]
    public void Hosts_learn_the_fabrics_mac_and_no_other()
    {
        using var world = new FabricWorld();
        Assert.NotNull(world.Ask("node-1", "node-2", "172.16.10.12"));
        Assert.NotNull(world.Ask("node-1", "node-2", "fd16:0:0:10::12"));
        var learnt = world["node-1"].Neighbours().Where(neighbour => neighbour.Mac is { Bits: not 0 }).ToList();
        Assert.NotEmpty(learnt);
        Assert.All(learnt.Where(neighbour => neighbour.Address is { } address && address.Bits >> 120 != 0xff && address.Bits >> 28 != 0xe), neighbour => Assert.Equal(VpcState.FabricMac, neighbour.Mac));
    }

    private static TimeSpan Answered(RawNic nic, LabHost host, string asked)
    {
        var answer = nic.Ask(Frames.ArpRequest(host.Nic!.Mac, Own, InetAddress.Parse(asked)), IsArpReply, out var after);
        Assert.NotNull(answer);
        Assert.Equal(VpcState.FabricMac, MacAddress.FromBytes(answer.AsSpan(22, 6)));
        Assert.Equal(InetAddress.Parse(asked), InetAddress.FromBytes(answer.AsSpan(28, 4)));
        Assert.Equal(Own, InetAddress.FromBytes(answer.AsSpan(38, 4)));
        return after;
    }

    // On a busy machine an answer may wait for the processor; whether the fabric is slow, the fastest of several tells.
    private static bool Answers(RawNic nic, LabHost host, InetAddress target) =>
        Enumerable.Range(0, 20).Any(_ => nic.Ask(Frames.Solicitation(host.Nic!.Mac, Own6, target), IsAdvertisement, out var after) is not null && after < TimeSpan.FromMilliseconds(10));

    private static bool IsArpReply(byte[] frame) => frame.Length >= 42 && frame[21] == 2;

    private static bool IsAdvertisement(byte[] frame) => frame.Length >= 86 && frame[54] == 136;
}
