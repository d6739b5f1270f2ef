using Fairlead.Linux.Nftables;
using Fairlead.Model.Addresses;
using Fairlead.Model.Nftables;
using Fairlead.Vpc.Control;
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
