using Fairlead.Agent.Tests.Nodes;
using Fairlead.Datapath.Tests.Kernel;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Tests.Packets;
using Fairlead.Vpc.Topology;
using CloudInterface = Fairlead.Vpc.Topology.NetworkInterface;

namespace Fairlead.Agent.Tests.Enis;

/// <summary>A pod with a member ENI in the emulated VPC: made by calls of the cloud, carried by its fabric with the tag that the cloud gave it.</summary>
public sealed class MemberInVpcTests : IDisposable
{
    private readonly EniNode _world = new();
    private readonly FabricWorld _vpc = new();

    private TestNode Node => _world.Node;

    public void Dispose()
    {
        _vpc.Dispose();
        _world.Dispose();
    }

    [Fact]
    public void A_pod_and_a_virtual_machine_reach_each_other_by_the_trunk_of_the_node()
    {
        // The node takes the place of an instance of the VPC: what the cloud attaches to that comes here.
        _vpc.Fabric.Submit(new DetachPort("node-2"));
        _vpc.Fabric.Submit(new AttachPort("node-2", $"/proc/self/fd/{Node.Node.Descriptor}", "primary"));
        var types = _vpc.Cloud.State.InstanceTypes;
        _vpc.Cloud.Replace(_vpc.Cloud.State with { InstanceTypes = types.SetItem("ecs.g7.xlarge", types["ecs.g7.xlarge"] with { TotalEnis = 20 }) });
        var (trunk, member) = (_vpc.CreateNic(type: InterfaceType.Trunk), _vpc.CreateNic());
        _vpc.AttachNic(trunk.Id, "node-2");
        CloudNics.Await("the trunk", TimeSpan.FromSeconds(10), () => CloudNics.FindNic(Node.Node, trunk.Mac) is not null);
        _vpc.AttachNic(member.Id, "node-2", trunk.Id);
        Assert.SkipUnless(_vpc.Packets.CarriesMembers, "this kernel has no 802.1Q");
        CloudNics.Await("the member", TimeSpan.FromSeconds(10), () => _vpc.Fabric.State.IsAttached(member.Id));
        var tag = _vpc.Fabric.State.Interfaces[member.Id].Vlan;
        _world.Say(spec => spec with
        {
            Mode = PodNetworkMode.MemberEni,
            Interfaces = [Describe(trunk) with { Use = InterfaceUse.Trunk }, Describe(member) with { Use = InterfaceUse.Member, Trunk = trunk.Mac, Vlan = tag, Ranges = [new OfferedRange(member.PrimaryAddress.ToCidr(), 1)] }],
        });
        Node.Started();

        var (pod, answer) = _world.Add("member");
        Assert.Equal($"{member.PrimaryAddress}", answer.Succeeded().V4);
        var machine = _vpc["legacy-1"].Netns;
        Assert.Equal(answer.V4, Probe.Tcp(pod.Netns, machine, "172.16.20.21", 80));
        Assert.Equal("172.16.20.21", Probe.Tcp(machine, pod.Netns, answer.V4, 80));

        _world.Del(pod);
        Assert.False(NodeWorld.HasLink(pod.Netns, "eth0"));
    }

    private static NodeInterface Describe(CloudInterface eni) => new()
    {
        Id = eni.Id,
        Mac = eni.Mac,
        Use = InterfaceUse.Member,
        Subnet4 = Cidr.Parse("172.16.10.0/24"),
        Gateway4 = InetAddress.Parse("172.16.10.253"),
        Generation = 1,
    };
}
