using Fairlead.Allocation.Deeds;
using Fairlead.Cloud;
using Fairlead.Controller.Tests.Allocation.World;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Allocation;

/// <summary>What a stock gives back when pods have gone: when, how much, and of which ENI.</summary>
public sealed class ReclaimTests
{
    private const int After = 300;

    private static readonly ClusterNetworkSpec Shared = new()
    {
        Mode = PodNetworkMode.SharedEni,
        Pool = new PoolSettings { MinFree = 10, Batch = 10, ReclaimAfterSeconds = After },
    };

    [Fact]
    public void What_is_too_much_goes_when_its_time_is_over_by_whole_enis_and_but_for_one_batch()
    {
        using var world = Filled(Shared, 60);
        Assert.Equal([10, 30, 30], Sizes(world));
        DeleteAllBut(world, 5);
        var before = world.Deeds.Count;
        world.Run(After - 10);
        Assert.Equal("", world.Since(before));

        // The target of five pods is 20: what goes is 40, and as whole ENIs.
        world.Run(60);
        var gone = world.Deeds.Skip(before).Where(AllocationWorld.IsMutation).ToList();
        Assert.Equal((2, 2, 4), (gone.OfType<DetachInterface>().Count(), gone.OfType<DeleteInterface>().Count(), gone.Count));
        Assert.Equal([30], Sizes(world));
        Assert.Equal(5, world.Agents["n1"].Leases.Count);

        // A single batch stays for six times as long, and goes by one call.
        before = world.Deeds.Count;
        world.Run((After * 6) - 120);
        Assert.Equal("", world.Since(before));
        world.Run(180);
        Assert.Equal([20], Sizes(world));
        Assert.IsType<ReleaseRanges>(Assert.Single(world.Deeds.Skip(before), AllocationWorld.IsMutation));

        before = world.Deeds.Count;
        world.Run(After * 20);
        Assert.Equal("", world.Since(before));
        Assert.Null(new WorldInvariants(world).Problem());
    }

    [Fact]
    public void The_emptiest_enis_go_and_what_pods_have_stays()
    {
        using var world = Filled(Shared with { Pool = Shared.Pool with { MinFree = 0 } }, 90);
        var byEni = world.Agents["n1"].Leases.GroupBy(use => use.Interface).ToList();
        Assert.Equal([30, 30, 30], byEni.Select(group => group.Count()));
        // Two pods of the first stay, twenty of the second, and none of the third.
        var stay = byEni[0].Take(2).Concat(byEni[1].Take(20)).Select(use => use.PodName).ToHashSet();
        foreach (var pod in world.Pods.Values.Where(pod => !stay.Contains(pod.Metadata.Name)).ToList())
        {
            world.Delete(pod.Metadata.Name);
        }

        world.Run(After + 60);
        var left = world.Networks["n1"].Spec.Interfaces.ToDictionary(eni => eni.Id, eni => eni.Ranges.Count);
        Assert.Equal([10, 30], byEni.Take(2).Select(group => left[group.Key]));
        Assert.Equal(2, left.Count);
        Assert.Equal(22, world.Agents["n1"].Leases.Count);
        Assert.Null(new WorldInvariants(world).Problem());
    }

    [Fact]
    public void With_prefixes_whole_ones_go_that_nobody_has_anything_of()
    {
        using var world = Filled(Shared with { Pool = Shared.Pool with { Prefixes = true } }, 60);
        Assert.Equal(81, Addresses(world));
        DeleteAllBut(world, 5);
        var before = world.Deeds.Count;
        world.Run(After - 10);
        Assert.Equal("", world.Since(before));
        world.Run(60);
        Assert.Equal(49, Addresses(world));
        world.Run(After * 6);
        Assert.Equal(33, Addresses(world));
        var releases = world.Deeds.Skip(before).Where(AllocationWorld.IsMutation).ToList();
        Assert.Equal([2, 1], releases.Cast<ReleaseRanges>().Select(release => release.Ranges.Count));
        before = world.Deeds.Count;
        world.Run(After * 20);
        Assert.Equal("", world.Since(before));
        Assert.Null(new WorldInvariants(world).Problem());
    }

    /// <summary>Until it is sure, the same again and no other: what was asked for may have been done, and be somebody's by now.</summary>
    [Fact]
    public void A_release_whose_answer_was_lost_is_repeated_as_it_was()
    {
        using var world = Filled(Shared with { Pool = Shared.Pool with { MinFree = 0 } }, 30);
        var stays = world.Agents["n1"].Leases.OrderBy(use => use.Address).First().PodName;
        foreach (var pod in world.Pods.Values.Where(pod => pod.Metadata.Name != stays).ToList())
        {
            world.Delete(pod.Metadata.Name);
        }

        world.Run(After - 10);
        world.Agents["n1"].IsDown = true;
        world.Run(20);
        // The agent gave one of them before it heard that they are to go.
        var eni = world.Networks["n1"].Spec.Interfaces.Single();
        world.Agents["n1"].Take(eni.Id, eni.Ranges.First(range => range.Retiring).Range.Address, world.Bind("late", "n1"));
        world.Driver.Fault = (call, done) => call is ReleaseRanges && done ? new CloudException(CloudErrorKind.Unavailable, "UnassignPrivateIpAddresses", "", "NoAnswer", "lost") { MayBeDone = true } : null;
        world.Agents["n1"].IsDown = false;
        world.Run(0.1);
        world.Delete("late");
        world.Driver.Fault = null;
        world.Run(10);
        var releases = world.Deeds.OfType<ReleaseRanges>().ToList();
        Assert.True(releases.Count > 1);
        Assert.Equal(releases[0].Ranges, releases[1].Ranges);
        Assert.Equal([20], Sizes(world));
    }

    [Fact]
    public void With_two_families_both_go()
    {
        using var world = Filled(Shared with { Families = AddressFamilies.Dual }, 60);
        DeleteAllBut(world, 5);
        world.Run(After * 9);
        var ranges = world.Networks["n1"].Spec.Interfaces.SelectMany(eni => eni.Ranges).ToList();
        Assert.Equal((20, 20), (ranges.Count(range => !range.Range.IsV6), ranges.Count(range => range.Range.IsV6)));
    }

    /// <param name="low">Pods at the least: their target is 50, and that of seven more is 60.</param>
    [Theory]
    [InlineData(35, 42, 60, 60)]
    [InlineData(35, 42, 100, After * 5)]
    [InlineData(22, 42, 100, After - 50)]
    public void Pods_that_go_and_come_again_cost_no_call(int low, int high, int highFor, int lowFor)
    {
        using var world = Filled(Shared, high);
        var before = world.Deeds.Count;
        for (var round = 0; round < 6; round++)
        {
            DeleteAllBut(world, low);
            world.Run(lowFor);
            for (var i = low; i < high; i++)
            {
                world.Bind($"p{i}", "n1");
            }

            world.Run(highFor);
            Assert.Equal(high, world.Agents["n1"].Leases.Count);
        }

        Assert.Equal("", world.Since(before));
    }

    private static AllocationWorld Filled(ClusterNetworkSpec spec, int pods)
    {
        var world = Worlds.Started(spec);
        world.Join("n1");
        for (var i = 0; i < pods; i++)
        {
            world.Bind($"p{i}", "n1");
        }

        world.Run(30);
        Assert.Equal(pods, world.Agents["n1"].Leases.Count);
        return world;
    }

    private static void DeleteAllBut(AllocationWorld world, int stay)
    {
        foreach (var pod in world.Pods.Values.Skip(stay).ToList())
        {
            world.Delete(pod.Metadata.Name);
        }
    }

    private static IEnumerable<int> Sizes(AllocationWorld world) => world.Networks["n1"].Spec.Interfaces.Select(eni => eni.Ranges.Count).Order();

    private static int Addresses(AllocationWorld world) => world.Networks["n1"].Spec.Interfaces.Sum(eni => eni.Ranges.Sum(range => (int)range.Range.Count));
}
