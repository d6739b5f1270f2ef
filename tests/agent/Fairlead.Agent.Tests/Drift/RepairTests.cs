using System.Diagnostics;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Agent.Tests.Drift;

/// <summary>
/// What somebody changes while the agent runs is back within a second of its cause, here ten for a busy machine, and counted. No full
/// read comes to help: it is ten minutes away.
/// </summary>
public sealed class RepairTests(DamagedNode lab) : IClassFixture<DamagedNode>
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(10);

    public static TheoryData<string> OnTheNode =>
    [
        "ip link set LINK down",
        "ip link set LINK down; ip link set LINK up",
        "ip link set LINK group 7",
        "ip link set LINK mtu 1300",
        "ip link set LINK alias foreign",
        "ip link set LINK address 02:00:00:00:00:99",
        "ip link set LINK name stolen",
        "ip link delete LINK",
        "ip route delete V4/32",
        "ip route replace V4/32 dev eth0 proto 241",
        "ip -6 route delete V6/128",
        "ip route delete unreachable 10.244.1.0/24 metric 61937",
        "ip neigh delete V4 dev LINK",
        "ip neigh delete V6 dev LINK",
        "ip neigh replace V4 dev LINK lladdr 02:00:00:00:00:99 nud permanent",
        "ip neigh replace V6 dev LINK lladdr 02:00:00:00:00:99 nud reachable",
        "ip address delete 172.16.10.1/24 dev eth0; ip address add 172.16.10.1/24 dev eth0; ip route add default via 172.16.10.2",
    ];

    public static TheoryData<string> InThePod =>
    [
        "ip link set eth0 down",
        "ip link set eth0 down; ip link set eth0 up",
        "ip link set eth0 mtu 1300",
        "ip link set eth0 address 02:00:00:00:00:99",
        "ip address delete V4/32 dev eth0",
        "ip address delete V6/128 dev eth0",
        "ip route delete default",
        "ip -6 route delete default",
        "ip neigh delete 169.254.1.1 dev eth0",
        "ip neigh replace fe80::1 dev eth0 lladdr 02:00:00:00:00:99 nud permanent",
    ];

    public static TheoryData<string, string> Settings => new()
    {
        { "net/ipv4/ip_forward", "0" },
        { "net/ipv6/conf/all/forwarding", "0" },
        { "net/ipv4/conf/all/rp_filter", "1" },
        { "net/ipv4/conf/eth0/rp_filter", "1" },
        { "net/ipv4/conf/default/rp_filter", "1" },
    };

    [Theory]
    [MemberData(nameof(OnTheNode))]
    public void On_the_node(string damage) => Repair(lab.Node.Node, damage);

    [Fact]
    public void A_port_of_somebodys_bridge_is_a_pods_link_again()
    {
        Run.In(lab.Node.Node, "ip link add br9 address 02:00:00:00:00:0b type bridge").Succeeded();
        Repair(lab.Node.Node, "ip link set LINK master br9");
        Repair(lab.Node.Node, "ip route delete V4/32");
        Run.In(lab.Node.Node, "ip link delete br9").Succeeded();
    }

    [Theory]
    [MemberData(nameof(InThePod))]
    public void In_the_pod(string damage) => Repair(lab.Pod.Netns, damage);

    [Theory]
    [MemberData(nameof(Settings))]
    public void Settings_of_the_node(string setting, string value)
    {
        var right = lab.Node.Node.ReadSysctl(setting);
        Assert.NotEqual(value, right);
        var drift = lab.Node.Tables.Drift();
        lab.Node.Node.WriteSysctl(setting, value);
        Await(setting, () => lab.Node.Node.ReadSysctl(setting) == right);
        Assert.True(lab.Node.Tables.Drift() > drift);
    }

    private void Repair(NetworkNamespace netns, string damage)
    {
        var before = lab.Text();
        var drift = lab.Node.Tables.Drift();
        foreach (var command in lab.Fill(damage).Split(';'))
        {
            Run.In(netns, command).Succeeded();
        }

        Await(damage, () => lab.Text().SequenceEqual(before));
        Assert.True(lab.Node.Tables.Drift() > drift, "it was repaired, but not counted");
        Assert.Equal(lab.Answer.V4, Probe.Tcp(lab.Pod.Netns, lab.Node.Outside, "172.16.10.2", 80));
        Assert.Equal("fd16::2", Probe.Tcp(lab.Node.Outside, lab.Pod.Netns, lab.Answer.V6, 80));
    }

    private void Await(string damage, Func<bool> isRight)
    {
        var since = Stopwatch.GetTimestamp();
        while (!isRight())
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Bound, $"{damage} is not repaired:\n{string.Join('\n', lab.Text())}\n--- log\n{lab.Node.Log}");
            Thread.Sleep(5);
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{damage}: repaired after {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms");
    }
}
