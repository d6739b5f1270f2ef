using System.Diagnostics;
using Fairlead.Linux;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Control;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>A real NIC is back in its host when the namespace that held it ends. A veth ends too, so the fabric makes it anew.</summary>
public sealed class LostNicTests(ITestOutputHelper output)
{
    // 100 ms; the bound is ten times as wide.
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(1);

    [Fact]
    public void A_nic_that_was_in_a_pods_namespace_when_that_ended_is_back_in_its_host()
    {
        using var world = new FabricWorld();
        var eni = world.CreateNic();
        world.AttachNic(eni.Id, "node-1");
        for (var i = 0; i < 3; i++)
        {
            var nic = CloudNics.AwaitNic(world, "node-1", eni.Mac);
            using (var pod = NetworkNamespace.Create())
            {
                Move(world["node-1"], nic.Index, pod);
                Assert.Null(CloudNics.FindNic(world["node-1"].Netns, eni.Mac));
                Assert.Equal(nic.Name, CloudNics.FindNic(pod, eni.Mac)!.Name);
            }

            Returned(world, "node-1", eni.Mac, eni.PrimaryAddress, nic.Name);
        }
    }

    [Fact]
    public void A_nic_that_somebody_deletes_in_its_host_is_back_while_the_api_says_that_it_is_attached()
    {
        using var world = new FabricWorld();
        var mac = world["node-2"].Nic!.Mac;
        Delete(world["node-2"], CloudNics.FindNic(world["node-2"].Netns, mac)!.Index);
        Returned(world, "node-2", mac, InetAddress.Parse("172.16.10.12"), "eth0");

        var eni = world.CreateNic();
        world.AttachNic(eni.Id, "node-1");
        var nic = CloudNics.AwaitNic(world, "node-1", eni.Mac);
        Delete(world["node-1"], nic.Index);
        Returned(world, "node-1", eni.Mac, eni.PrimaryAddress, "eth1");
        world.DetachNic(eni.Id, "node-1");
        CloudNics.Await("its end", Bound, () => CloudNics.FindNic(world["node-1"].Netns, eni.Mac) is null);
        Thread.Sleep(200);
        Assert.Null(CloudNics.FindNic(world["node-1"].Netns, eni.Mac));
    }

    [Fact]
    public void A_host_that_ended_is_unplugged_and_the_others_are_not_held_up()
    {
        using var world = new FabricWorld();
        var eni = world.CreateNic();
        world.AttachNic(eni.Id, "node-1");
        CloudNics.AwaitNic(world, "node-1", eni.Mac);
        world.Kill("node-1");
        CloudNics.Await("node-1 unplugged", Bound, () => !world.Fabric.State.IsAttached("eni-node-1") && !world.Fabric.State.IsAttached(eni.Id));
        Assert.NotNull(world.Ask("legacy-1", "node-2", "172.16.10.12"));
        world.Plug("node-1");
        Assert.NotNull(CloudNics.AwaitNic(world, "node-1", eni.Mac));
        Assert.Null(world.Fabric.Snapshot().Trouble);
    }

    [Fact]
    public void A_cloud_anew_keeps_hosts_plugged_in_that_it_has_too()
    {
        using var world = new FabricWorld();
        var plan = FabricWorld.Walkthrough;
        world.Fabric.Submit(new Configure(plan with { Instances = [.. plan.Instances.Where(instance => instance.Name != "node-2")], Outside = [] }));
        Assert.Equal(["eni-legacy-1", "eni-node-1"], world.Fabric.State.Attachments.Keys);
        Assert.NotNull(world.Ask("legacy-1", "node-1", "172.16.10.11"));
        world.Fabric.Submit(new Configure(plan));
        Assert.Equal(["eni-legacy-1", "eni-node-1", "eni-node-2", "out-dns", "out-internet"], world.Fabric.State.Attachments.Keys);
    }

    private void Returned(FabricWorld world, string host, MacAddress mac, InetAddress address, string name)
    {
        var watch = Stopwatch.StartNew();
        var took = CloudNics.Await($"a NIC {mac} in {host}", Bound, () => CloudNics.FindNic(world[host].Netns, mac) is { IsUp: true });
        var nic = CloudNics.FindNic(world[host].Netns, mac)!;
        Assert.Equal(name, nic.Name);
        Assert.True(CloudNics.Arrives(world["legacy-1"], address, world[host].Netns, nic.Index), $"{address} is not reached at the new NIC");
        output.WriteLine($"{name} of {host} was back after {took.TotalMilliseconds:F1} ms, a packet there after {watch.Elapsed.TotalMilliseconds:F1}");
    }

    private static void Move(LabHost host, int index, NetworkNamespace to)
    {
        using var connection = new NetlinkConnection(host.Netns.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch(128);
        LinkCodec.WriteMove(batch, index, to.Descriptor);
        connection.ExecuteOne(batch, "moving", "a NIC");
    }

    private static void Delete(LabHost host, int index)
    {
        using var connection = new NetlinkConnection(host.Netns.Open(NetlinkProtocol.Route));
        var batch = new NetlinkBatch(128);
        LinkCodec.WriteDelete(batch, index);
        connection.ExecuteOne(batch, "deleting", "a NIC");
    }
}
