using Fairlead.Agent.Tests.Calls;
using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Tests.Enis;

/// <summary>
/// A pod gets a member ENI: a VLAN of the node's trunk ENI, whose packets bear its tag on the wire. Kernels without 802.1Q say so;
/// the tier in a virtual machine has one with it.
/// </summary>
public sealed class MemberEniTests : IDisposable
{
    private const int Trunk = 1;
    private const int Member = 2;
    private const int Vlan = 7;

    private readonly EniNode _world = new();

    private TestNode Node => _world.Node;

    public void Dispose() => _world.Dispose();

    [Fact]
    public void A_pod_and_the_vpc_reach_each_other_by_the_trunk_and_the_link_goes_with_the_pod()
    {
        OfferMember();
        var hasVlans = Run.In(Node.Outside, $"ip link add link vsw{Trunk} name vsw{Trunk}.{Vlan} type vlan id {Vlan}").Status == 0;
        Assert.SkipUnless(hasVlans, "this kernel has no 802.1Q");
        Answer();
        Node.Started();
        var (pod, answer) = _world.Add("member");
        Assert.Equal(EniNode.V4Of(Member), answer.Succeeded().V4);
        Assert.Contains($"vlan protocol 802.1Q id {Vlan}", Run.In(pod.Netns, "ip -d link show eth0").Succeeded().Output, StringComparison.Ordinal);

        // By the VPC, each seeing the other's own address; and by the second link.
        Assert.Equal(answer.V4, Probe.Tcp(pod.Netns, Node.Outside, "172.16.10.2", 80));
        Assert.Equal("172.16.10.2", Probe.Tcp(Node.Outside, pod.Netns, answer.V4, 80));
        Assert.Equal("172.16.10.1", Probe.Tcp(Node.Node, pod.Netns, answer.V4, 80));

        // The tag was on the wire: nothing else of the other end is an answer for this address.
        Assert.NotEqual("0", Run.In(Node.Outside, $"cat /sys/class/net/vsw{Trunk}.{Vlan}/statistics/rx_packets").Output.Trim());

        _world.Del(pod);
        Assert.False(NodeWorld.HasLink(pod.Netns, "eth0"));
        var (_, again) = _world.Add("next");
        Assert.Equal(EniNode.V4Of(Member), again.Succeeded().V4);
    }

    [Fact]
    public void A_kernel_without_vlans_refuses_the_pod_in_words_and_leaves_nothing()
    {
        OfferMember();
        Assert.SkipWhen(Run.In(Node.Outside, $"ip link add link vsw{Trunk} name probe type vlan id 9").Status == 0, "this kernel has 802.1Q");
        Node.Started();
        var (pod, answer) = _world.Add("member");
        Assert.NotEqual(0, answer.Status);
        Assert.Contains("EOPNOTSUPP", $"{answer.Body}", StringComparison.Ordinal);
        Assert.False(NodeWorld.HasLink(pod.Netns, "eth0"));
        Assert.False(NodeWorld.HasLink(pod.Netns, "veth1"));
    }

    private void OfferMember()
    {
        var trunk = _world.Plug(Trunk) with { Use = InterfaceUse.Trunk, Ranges = [] };
        var member = EniNode.Describe(Member) with { Use = InterfaceUse.Member, Trunk = EniNode.MacOf(Trunk), Vlan = Vlan };
        _world.Say(spec => spec with { Mode = PodNetworkMode.MemberEni, Interfaces = [trunk, member] });
    }

    // What the vSwitch does for the tag.
    private void Answer()
    {
        foreach (var command in new[]
        {
            $"ip link set vsw{Trunk}.{Vlan} address ee:ff:ff:ff:ff:ff up", $"ip address add 172.16.20.253/32 dev vsw{Trunk}.{Vlan}",
            $"ip route replace {EniNode.V4Of(Member)}/32 dev vsw{Trunk}.{Vlan} src 172.16.10.2",
        })
        {
            Run.In(Node.Outside, command).Succeeded();
        }
    }
}
