using Fairlead.Linux.Nftables;
using Fairlead.Model.Addresses;
using Fairlead.Model.Nftables;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Packets.Fabric;
using Fairlead.Vpc.Packets.Planning;
using Fairlead.Vpc.Tests.Packets;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Planning;

public sealed class PlanTests
{
    [Fact]
    public void The_plan_of_the_walkthroughs_vpc_reads_so()
    {
        var state = Worlds.Of(["node-1", "legacy-1", "internet"], ("10.244.1.0/24", "node-1"));
        var number = 0;
        var plan = FabricPlanner.Plan(state, state.Attachments.Keys.ToDictionary(port => port, _ => 1000 + number++));
        Golden.Compare("walkthrough.txt", Lines(plan));
    }

    [Fact]
    public void A_member_is_a_tag_on_its_trunks_wire()
    {
        var state = Worlds.Of(["node-1"]);
        var primary = state.Interfaces["eni-node-1"];
        var trunk = primary with { Id = "eni-trunk", Type = InterfaceType.Trunk, Mac = MacAddress.Parse("00:16:3e:00:00:01"), Addresses = [InetAddress.Parse("172.16.10.40")] };
        var member = primary with { Id = "eni-member", Type = InterfaceType.Member, Trunk = "eni-trunk", Vlan = 7, Mac = MacAddress.Parse("00:16:3e:00:00:02"), Addresses = [InetAddress.Parse("172.16.10.41")] };
        state = state with { Interfaces = state.Interfaces.Add(trunk.Id, trunk).Add(member.Id, member) };
        var places = new Dictionary<string, HostPlace> { ["i-node-1"] = new("/1", "eth0") };

        var uncarried = new Wiring(places, () => false, _ => new HashSet<string>()).Next(state, state.Attachments, new HashSet<string>(), Worlds.Start);
        Assert.Equal(["eni-node-1", "eni-trunk"], uncarried.Keys);
        var carried = new Wiring(places, () => true, _ => new HashSet<string> { "eth0" }).Next(state, state.Attachments, new HashSet<string>(), Worlds.Start);
        Assert.Equal("eth1.7", carried["eni-member"].InterfaceName);

        var plan = FabricPlanner.Plan(state with { Attachments = carried }, new Dictionary<string, int> { ["eni-node-1"] = 1000, ["eni-trunk"] = 1001, ["eni-member"] = 1002 });
        Assert.Equal(
            "node/eni-member index 1002 mac ee:ff:ff:ff:ff:ff mtu 1500 group 64023 alias fairlead:eni-member up vlan id 7 lower 1001",
            plan.Links.Values.Single(link => link.Index == 1002).ToString());
        Assert.Contains(plan.Neighbours.Values, row => row.ToString() == "172.16.10.41 dev node/eni-member lladdr 00:16:3e:00:00:02 permanent");
        var withoutTrunk = FabricPlanner.Plan(state with { Attachments = carried }, new Dictionary<string, int> { ["eni-member"] = 1002 });
        Assert.Empty(withoutTrunk.Links);
    }

    [Fact]
    public void The_plan_is_what_the_kernel_has()
    {
        using var world = new FabricWorld();
        world.Fabric.Submit(new AddRouteEntry(Cidr.Parse("10.244.1.0/24"), "node-1"));
        world.Fabric.Submit(new CreateGroup("web"));
        world.Fabric.Submit(new AuthorizeRule("web", new SecurityGroupRule(RuleDirection.Ingress, RuleProtocol.Tcp, new PortRange(80, 90), Cidr.Parse("10.0.0.0/8"))));
        world.Fabric.Submit(new SetGroups("node-1", ["web", "default"]));
        var plan = FabricPlanner.Plan(world.Fabric.State, world.Packets.Indexes);
        using var reader = NftReader.Open(world.Netns);
        var kernel = reader.Read();
        Assert.Equal(plan.Objects.Values.OrderBy(row => row.Key.ToString()), NftObjectRow.From(kernel).OrderBy(row => row.Key.ToString()));
        Assert.Equal(plan.Elements.Values.Select(NftText.Element).Order(), kernel.Elements.Select(NftText.Element).Order());
    }

    [Fact]
    public void Nothing_is_left_when_everything_is_unplugged()
    {
        using var world = new FabricWorld();
        foreach (var port in world.Fabric.State.Ports)
        {
            world.Fabric.Submit(new DetachPort(port.Id));
        }

        using var reader = Linux.KernelReader.Open(world.Netns);
        Assert.Equal(["lo"], reader.Links().Select(link => link.Name));
        Assert.DoesNotContain(reader.Routes(), route => route.IsOurs && route.Destination.Address != CloudAddresses.Metadata && route.Destination.Address != CloudAddresses.OpenApi);
    }

    private static IEnumerable<string> Lines(FabricPlan plan) =>
    [
        .. plan.Settings.Values.Select(row => $"setting {row}"),
        .. plan.Links.Values.Select(row => $"link {row}"),
        .. plan.Addresses.Values.Select(row => $"address {row}"),
        .. plan.Neighbours.Values.Select(row => $"neighbour {row}"),
        .. plan.Routes.Values.Select(row => $"route {row}"),
        .. plan.Objects.Values.Where(row => row.Key.Kind == NftObjectKind.Set).Select(row => NftText.Set(row.Set!)),
        .. plan.Objects.Values.Where(row => row.Key.Kind == NftObjectKind.Chain).SelectMany(Chain),
        .. plan.Elements.Values.Select(element => NftText.Element(plan.Objects.Values.First(row => row.Set?.Key == element.Set).Set!, element)),
    ];

    private static IEnumerable<string> Chain(NftObjectRow row) =>
    [
        $"chain {row.Key.Name}" + (row.Hook is { } hook ? $" {hook.Type} hook {hook.Hook} priority {hook.Priority} policy {hook.Policy}" : ""),
        .. row.Rules.Select(rule => $"  {NftText.Rule(rule.Expressions)} comment \"{rule.Comment}\""),
    ];
}
