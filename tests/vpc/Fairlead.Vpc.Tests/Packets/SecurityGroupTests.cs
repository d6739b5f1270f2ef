using System.Net;
using System.Net.Sockets;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Decisions;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>Allow rules say what may begin; what belongs to it goes by state.</summary>
public sealed class SecurityGroupTests
{
    private static readonly SecurityGroupRule OutToAll = SecurityGroupRule.Everything(RuleDirection.Egress, false);

    [Fact]
    public void Answers_need_no_rule_and_beginnings_do()
    {
        using var world = World(new SecurityGroupRule(RuleDirection.Ingress, RuleProtocol.Udp, new PortRange(5000, 5009), Cidr.Parse("172.16.10.0/24")));
        Assert.NotNull(world.Ask("node-1", "legacy-1", "172.16.20.21", 5009));
        Assert.Null(world.Ask("node-1", "legacy-1", "172.16.20.21", 5010));
        Assert.Equal(1, world.Drops(DropReason.IngressRule));
        Assert.NotNull(world.Ask("legacy-1", "node-1", "172.16.10.11", 6000));
    }

    [Fact]
    public void A_group_as_the_other_side_means_its_interfaces_own_addresses_and_no_pod_behind_them()
    {
        using var world = World(new SecurityGroupRule(RuleDirection.Ingress, RuleProtocol.All, PortRange.All, null, "default"));
        var pod = InetAddress.Parse("10.244.1.7");
        world["node-1"].AddPod(pod);
        world.Fabric.Submit(new AddRouteEntry(Cidr.Parse("10.244.1.0/24"), "node-1"));
        Assert.NotNull(world.Ask("node-1", "legacy-1", "172.16.20.21"));
        Assert.Null(world.Ask("node-1", "legacy-1", "172.16.20.21", source: "10.244.1.7"));
        world.Fabric.Submit(new AuthorizeRule("closed", new SecurityGroupRule(RuleDirection.Ingress, RuleProtocol.Udp, PortRange.All, Cidr.Parse("10.244.0.0/16"))));
        Assert.NotNull(world.Ask("node-1", "legacy-1", "172.16.20.21", source: "10.244.1.7"));
    }

    [Fact]
    public async Task A_revoked_rule_stops_what_begins_and_leaves_what_is_established()
    {
        var rule = new SecurityGroupRule(RuleDirection.Ingress, RuleProtocol.Tcp, new PortRange(7000, 7000), Cidr.Parse("0.0.0.0/0"));
        using var world = World(rule);
        using var listener = world["legacy-1"].Tcp();
        listener.Bind(new IPEndPoint(IPAddress.Any, 7000));
        listener.Listen();
        using var client = world["node-1"].Tcp();
        client.Connect(new IPEndPoint(IPAddress.Parse("172.16.20.21"), 7000));
        Assert.True(listener.Poll(TimeSpan.FromSeconds(20), SelectMode.SelectRead));
        using var server = listener.Accept();
        server.ReceiveTimeout = 20_000;
        world.Fabric.Submit(new RevokeRule("closed", rule));
        client.Send("on"u8);
        Assert.Equal(2, server.Receive(new byte[8]));
        using var late = world["node-1"].Tcp();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
            await late.ConnectAsync(new IPEndPoint(IPAddress.Parse("172.16.20.21"), 7000), new CancellationTokenSource(300).Token));
    }

    [Fact]
    public void Egress_rules_hold_at_the_sender()
    {
        using var world = World();
        world.Fabric.Submit(new RevokeRule("closed", OutToAll));
        Assert.Null(world.Ask("legacy-1", "node-1", "172.16.10.11", 6000));
        Assert.Equal(1, world.Drops(DropReason.EgressRule));
        world.Fabric.Submit(new SetGroups("legacy-1", ["default"]));
        Assert.NotNull(world.Ask("legacy-1", "node-1", "172.16.10.11", 6000));
    }

    private static FabricWorld World(params SecurityGroupRule[] rules)
    {
        var plan = FabricWorld.Walkthrough;
        return new FabricWorld(plan with
        {
            SecurityGroups = [new SecurityGroupConfiguration("closed", [OutToAll, .. rules])],
            Instances = [.. plan.Instances.Select(instance => instance.Name == "legacy-1" ? instance with { SecurityGroups = ["closed"] } : instance)],
        });
    }
}
