using System.Diagnostics;
using Fairlead.Linux;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Nftables;
using Fairlead.Testing.Cloud;
using Fairlead.Vpc.Packets.Planning;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>Whatever is called, in whatever order: the kernel has what the cloud says, and hosts have its NICs and no others.</summary>
public sealed class RandomCallsOnTheKernel(ITestOutputHelper output)
{
    private const int Moves = 150;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void End_in_what_is_planned_from_the_state(int seed)
    {
        using var world = new FabricWorld();
        var random = new Random(seed);
        var watch = Stopwatch.StartNew();
        for (var i = 0; i < Moves; i++)
        {
            Make(world, new CloudMove((MoveKind)random.Next((int)MoveKind.Repeat), random.Next(1000), random.Next(1000), random.Next(1000)));
            Assert.True(world.Fabric.Snapshot().Trouble is null, $"seed {seed}, move {i}: {world.Fabric.Snapshot().Trouble}");
        }

        var state = world.Fabric.State;
        output.WriteLine($"{watch.Elapsed.TotalMilliseconds / Moves:F1} ms a call; {state.Interfaces.Count} ENIs, {state.Attachments.Count} wires, {state.Routes.Length} routes, {state.SecurityGroups.Count} groups");
        SameRules(world, state);
        foreach (var host in new[] { "node-1", "node-2", "legacy-1" })
        {
            Assert.Equal(NicsBy(state, host).Order(), NicsIn(world, host).Order());
        }

        using var reader = KernelReader.Open(world.Netns);
        Assert.Equal(world.Packets.Indexes.Values.Append(1).Order(), reader.Links().Select(link => link.Index).Order());
    }

    private static void Make(FabricWorld world, CloudMove move)
    {
        switch (move.Kind)
        {
            case MoveKind.Elapse:
                break;
            case MoveKind.Vanish:
                var ids = world.Cloud.State.Interfaces.Keys.Order(StringComparer.Ordinal).ToList();
                world.Cloud.Vanish(ids[move.A % ids.Count]);
                break;
            default:
                world.Cloud.Call(new MoveCalls(world.Cloud.State, move).Call());
                break;
        }
    }

    private static void SameRules(FabricWorld world, VpcState state)
    {
        var plan = FabricPlanner.Plan(state, world.Packets.Indexes);
        using var reader = NftReader.Open(world.Netns);
        var kernel = reader.Read();
        Assert.Equal(plan.Objects.Values.OrderBy(row => row.Key.ToString()), NftObjectRow.From(kernel).OrderBy(row => row.Key.ToString()));
        Assert.Equal(plan.Elements.Values.Select(NftText.Element).Order(), kernel.Elements.Select(NftText.Element).Order());
    }

    private static IEnumerable<string> NicsBy(VpcState state, string host) =>
        state.Interfaces.Values.Where(eni => eni.Instance == $"i-{host}" && eni.Type != InterfaceType.Member).Select(eni => eni.Mac.ToString());

    private static IEnumerable<string> NicsIn(FabricWorld world, string host)
    {
        using var reader = KernelReader.Open(world[host].Netns);
        return [.. reader.Links().Where(link => !link.IsLoopback).Select(link => link.Mac.ToString())];
    }
}
