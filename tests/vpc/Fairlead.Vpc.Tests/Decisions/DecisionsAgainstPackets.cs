using System.Net;
using System.Net.Sockets;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Decisions;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Tests.Packets;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Decisions;

/// <summary>What the pure function says of a packet is what happens to it: every pair, in several states of the VPC.</summary>
public sealed class DecisionsAgainstPackets(ITestOutputHelper output)
{
    private static readonly string[] Hosts = ["node-1", "node-2", "legacy-1", "internet", "dns"];

    private static readonly InetAddress[] Destinations =
    [
        .. new[]
        {
            "172.16.10.11", "172.16.10.12", "172.16.20.21", "172.16.10.77", "172.16.20.253", "172.16.10.255", "172.16.20.255", "172.16.99.1",
            "10.244.1.7", "10.244.2.7", "10.244.9.9", "203.0.113.10", "100.100.2.136", "100.100.2.138", "198.51.100.77", "198.51.100.78",
            "224.0.0.9", "fd16:0:0:10::11", "fd16:0:0:20::21", "fd16:0:0:10::77", "fd44:1::7", "fd44:9::9",
            "172.16.10.70", "172.16.10.80", "172.16.10.140", "fd16::10:aa:0:0:77",
        }.Select(InetAddress.Parse),
    ];

    private static readonly Dictionary<string, string[]> Sources = new()
    {
        ["node-1"] = ["172.16.10.11", "10.244.1.7", "172.16.10.70", "fd16:0:0:10::11", "fd44:1::7", "fd16::10:aa:0:0:77"],
        ["node-2"] = ["172.16.10.12", "10.244.2.7", "fd16:0:0:10::12"],
        ["legacy-1"] = ["172.16.20.21", "10.9.9.9", "fd16:0:0:20::21"],
        ["internet"] = ["203.0.113.10", "8.8.8.8"],
        ["dns"] = ["100.100.2.136"],
    };

    [Fact]
    public void Every_pair_in_every_state_comes_out_as_decided()
    {
        var plan = FabricWorld.Walkthrough;
        using var world = new FabricWorld(plan with
        {
            SecurityGroups = [new SecurityGroupConfiguration("web", [SecurityGroupRule.Everything(RuleDirection.Egress, false), new SecurityGroupRule(RuleDirection.Ingress, RuleProtocol.Udp, new PortRange(5000, 5099), Cidr.Parse("172.16.0.0/16"))])],
            Instances = [plan.Instances[0] with { PublicAddress = InetAddress.Parse("198.51.100.77") }, .. plan.Instances.Skip(1)],
        });
        foreach (var (host, sources) in Sources)
        {
            sources.Select(InetAddress.Parse).Where(source => !world[host].Nic!.Addresses.Any(own => own.Address == source)).ToList().ForEach(world[host].AddPod);
        }

        var number = 0;
        foreach (var (state, change) in States(world))
        {
            change();
            Compare(world, state, ref number);
        }

        output.WriteLine($"{number} packets");
    }

    private static IEnumerable<(string, Action)> States(FabricWorld world)
    {
        void Submit(VpcOperation change) => world.Fabric.Submit(change);
        yield return ("no routes", () => { });
        yield return ("routes", () =>
        {
            Submit(new AddRouteEntry(Cidr.Parse("10.244.1.0/24"), "node-1"));
            Submit(new AddRouteEntry(Cidr.Parse("10.244.0.0/16"), "node-2"));
            Submit(new AddRouteEntry(Cidr.Parse("fd44:1::/64"), "node-1"));
        });
        yield return ("a route that holds the vSwitches", () => Submit(new AddRouteEntry(Cidr.Parse("172.16.0.0/12"), "node-2")));
        yield return ("check on at node-1", () => Submit(new SetSourceDestinationCheck("node-1", true)));
        yield return ("legacy-1 in group web", () => Submit(new SetGroups("legacy-1", ["web"])));
        yield return ("no egress from web", () => Submit(new RevokeRule("web", SecurityGroupRule.Everything(RuleDirection.Egress, false))));
        yield return ("node-2 gone", () => Submit(new DetachPort("node-2")));
        yield return ("its entries hide shorter ones", () =>
        {
            Submit(new AddRouteEntry(Cidr.Parse("10.244.2.0/24"), "node-2"));
            Submit(new AddRouteEntry(Cidr.Parse("10.0.0.0/8"), "node-1"));
            Submit(new AddRouteEntry(Cidr.Parse("fd44:9::/64"), "node-2"));
            Submit(new AddRouteEntry(Cidr.Parse("fd44::/16"), "node-1"));
            Submit(new SetSourceDestinationCheck("node-1", false));
        });
        yield return ("a second NIC and prefixes at node-1", () => SecondNic(world));
        yield return ("prefixes with the check on", () => Submit(new SetSourceDestinationCheck("node-1", true)));
        yield return ("drop rules and priorities over two groups", () =>
        {
            Submit(new CreateGroup("strict"));
            Submit(new AuthorizeRule("web", Rule(RuleDirection.Ingress, "172.16.10.11/32", RulePolicy.Drop, 2)));
            Submit(new AuthorizeRule("strict", Rule(RuleDirection.Ingress, "172.16.10.70/32", RulePolicy.Drop, 1)));
            Submit(new AuthorizeRule("strict", Rule(RuleDirection.Egress, "0.0.0.0/0", RulePolicy.Accept, 5)));
            Submit(new AuthorizeRule("strict", Rule(RuleDirection.Egress, "10.244.0.0/16", RulePolicy.Drop, 3)));
            Submit(new SetGroups("legacy-1", ["web", "strict"]));
        });
        yield return ("two members of a basic group", () => BasicGroup(world));
    }

    private static void SecondNic(FabricWorld world)
    {
        var eni = ((InterfaceReply)world.Do(new CreateNetworkInterface
        {
            RegionId = CloudSeed.Region, VSwitchId = "vsw-cluster", SecurityGroupId = "sg-web", PrimaryIpAddress = "172.16.10.140",
        })).Interface;
        world.AttachNic(eni.Id, "node-1");
        world.Do(new AssignPrivateIpAddresses { RegionId = CloudSeed.Region, NetworkInterfaceId = "eni-node-1", Ipv4Prefix = ["172.16.10.64/28"] });
        world.Do(new AssignIpv6Addresses { RegionId = CloudSeed.Region, NetworkInterfaceId = "eni-node-1", Ipv6Prefix = ["fd16:0:0:10:aa::/80"] });
    }

    private static void BasicGroup(FabricWorld world)
    {
        world.Do(new CreateSecurityGroup { RegionId = CloudSeed.Region, VpcId = CloudSeed.Vpc, SecurityGroupName = "basic" });
        Assert.True(world.Fabric.State.FindSecurityGroup("basic")!.IsBasic);
        // For one that is a member, and for one that is not.
        world.Fabric.Submit(new AuthorizeRule("basic", Rule(RuleDirection.Ingress, "172.16.10.11/32", RulePolicy.Drop, 1)));
        world.Fabric.Submit(new AuthorizeRule("basic", Rule(RuleDirection.Ingress, "10.244.1.0/24", RulePolicy.Accept, 7)));
        world.Fabric.Submit(new AuthorizeRule("basic", Rule(RuleDirection.Egress, "203.0.113.0/24", RulePolicy.Drop, 7)));
        world.Fabric.Submit(new SetGroups("legacy-1", ["basic"]));
        world.Fabric.Submit(new SetGroups("node-1", ["basic"]));
    }

    private static SecurityGroupRule Rule(RuleDirection direction, string peer, RulePolicy policy, int priority) =>
        new(direction, RuleProtocol.All, PortRange.All, Cidr.Parse(peer)) { Policy = policy, Priority = priority };

    private static void Compare(FabricWorld world, string state, ref int number)
    {
        var hosts = Hosts.Where(host => world.Fabric.State.IsAttached(world[host].Nic!.Port)).ToList();
        var (wrong, sent) = SendAll(world, hosts, ref number);
        if (wrong.Count > 0)
        {
            // A packet that waited for its neighbour on a busy machine may have come late: now all neighbours are known.
            (wrong, sent) = SendAll(world, hosts, ref number);
        }

        Assert.True(wrong.Count == 0, $"{state}: {wrong.Count} of {sent} came out otherwise than decided:\n{string.Join('\n', wrong)}");
        Assert.True(sent > 50, $"{state}: only {sent} packets");
    }

    private static (List<string> Wrong, int Sent) SendAll(FabricWorld world, List<string> hosts, ref int number)
    {
        using var sniffers = new Sniffers(hosts.Select(host => world[host]), world.Fabric.State);
        var sent = new Dictionary<int, FabricPacket>();
        foreach (var host in hosts)
        {
            foreach (var (source, destination) in Pairs(host))
            {
                foreach (var port in new[] { 5050, 6060 })
                {
                    if (Send(world[host], source, destination, port, number) is { } local)
                    {
                        sent[number++] = new FabricPacket(host, source, destination, RuleProtocol.Udp) { SourcePort = local, DestinationPort = port };
                    }
                }
            }
        }

        Thread.Sleep(100);
        var arrived = sniffers.Drain();
        var wrong = sent.Select(packet => Difference(world.Fabric.State, packet.Value, arrived.TryGetValue(packet.Key, out var at) ? at : null));
        return (wrong.OfType<string>().ToList(), sent.Count);
    }

    private static IEnumerable<(InetAddress, InetAddress)> Pairs(string host) =>
        from source in Sources[host].Select(InetAddress.Parse)
        from destination in Destinations
        where source.IsV6 == destination.IsV6 && !Sources[host].Contains(destination.ToString())
        select (source, destination);

    private static string? Difference(VpcState state, FabricPacket packet, (string Port, InetAddress Source, InetAddress Destination)? arrived)
    {
        var decision = FabricJudge.Decide(state, packet);
        var asDecided = decision.IsDelivered
            ? arrived is { } at && at.Port == decision.To && at.Source == decision.Source && at.Destination == decision.Destination
            : arrived is null;
        return asDecided ? null : $"{packet.Port} {packet.Source} -> {packet.Destination}:{packet.DestinationPort}: decided {decision.Reason} {decision.To} from {decision.Source} ({decision.Because}), arrived {arrived}";
    }

    private static int? Send(LabHost host, InetAddress source, InetAddress destination, int port, int number)
    {
        using var socket = host.Udp(source);
        socket.EnableBroadcast = true;
        try
        {
            socket.SendTo(Sniffers.Numbered(number), new IPEndPoint(destination.ToIPAddress(), port));
            return ((IPEndPoint)socket.LocalEndPoint!).Port;
        }
        catch (SocketException)
        {
            // No route at the host itself: it never became a packet.
            return null;
        }
    }
}
