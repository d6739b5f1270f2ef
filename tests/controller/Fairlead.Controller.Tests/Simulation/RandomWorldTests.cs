using Fairlead.Allocation;
using Fairlead.Simulation.Worlds;

namespace Fairlead.Controller.Tests.Simulation;

/// <summary>Clusters to which all sorts of things happen; a seed that fails prints itself, and <c>bench/simulate --seed</c> replays it.</summary>
// Alone: they use every processor, and a Lease that cannot be renewed beside them is lost.
[Collection(nameof(EveryProcessor))]
public sealed class RandomWorldTests(ITestOutputHelper output)
{
    private const int Worlds = 1000;
    private const int Fixed = 150;

    [Theory]
    [InlineData(Worlds - Fixed, false)]
    [InlineData(Fixed, true)]
    public void A_thousand_worlds_keep_every_rule(int worlds, bool keepsAddresses)
    {
        var result = SeedRange.Run(1, worlds, keepsAddresses);
        output.WriteLine($"{result.Worlds} worlds, {result.Steps} steps, {result.Pods} pods");
        Assert.True(result.Failed.Count == 0, string.Join("\n\n", result.Failed.Values.Take(1)) + $"\n{result.Failed.Count} seeds failed: {string.Join(' ', result.Failed.Keys)}");
        Assert.Equal(worlds, result.Worlds);
        Assert.True(result.Pods > 100 * worlds, "the worlds are too quiet to say anything");
    }

    // Spare ENIs that came to a node unknown; two families in prefixes; members with an address that a pod elsewhere still used.
    [Theory]
    [InlineData(101394)]
    [InlineData(102837)]
    [InlineData(102968)]
    [InlineData(105682)]
    [InlineData(105698)]
    [InlineData(106448)]
    [InlineData(106583)]
    [InlineData(106800)]
    [InlineData(108084)]
    [InlineData(108138)]
    [InlineData(108740)]
    [InlineData(111285)]
    [InlineData(113106)]
    [InlineData(117011)]
    [InlineData(118362)]
    public void What_broke_a_rule_once_does_so_no_more(ulong seed)
    {
        var story = RandomWorld.Run(seed, keepsAddresses: false, out _);
        Assert.True(story is null, story);
    }

    // Names whose addresses came by chance to other ENIs; ENIs of absent pods on full nodes; edited reservations; a pod that was bound twice.
    [Theory]
    [InlineData(171)]
    [InlineData(250)]
    [InlineData(438)]
    [InlineData(443)]
    [InlineData(902)]
    [InlineData(1025)]
    [InlineData(1780)]
    [InlineData(1821)]
    [InlineData(1980)]
    [InlineData(2378)]
    [InlineData(100077)]
    public void What_took_an_address_from_a_name_once_does_so_no_more(ulong seed)
    {
        var story = RandomWorld.Run(seed, keepsAddresses: true, out _);
        Assert.True(story is null, story);
    }

    [Fact]
    public void A_seed_is_the_same_world_each_time()
    {
        foreach (var seed in new ulong[] { 1, 2, 3, 12, 79 })
        {
            RandomWorld.Run(seed, keepsAddresses: false, out var one);
            RandomWorld.Run(seed, keepsAddresses: false, out var other);
            Assert.Equal((one.Time.Steps, one.Chronicle.Fingerprint), (other.Time.Steps, other.Chronicle.Fingerprint));
        }
    }

    [Fact]
    public void A_decision_without_end_breaks_its_world()
    {
        var story = RandomWorld.Run(1, keepsAddresses: true, out _, _ => new Allocator(new AllocatorOptions { MostLooks = 2 }, term: 1));
        Assert.Contains("one decision has taken 2 looks", story, StringComparison.Ordinal);
    }

    [Fact]
    public void Worlds_differ_in_what_they_try()
    {
        var plans = Enumerable.Range(1, Worlds).Select(seed => WorldPlan.Of((ulong)seed)).ToList();
        Assert.Contains(plans, plan => plan.Members > 0);
        Assert.Contains(plans, plan => plan.Exclusive is > 0 and < 1);
        Assert.Contains(plans, plan => plan.Cluster.Network.Pool.Prefixes);
        Assert.Contains(plans, plan => plan is { Restarts: > 2, Vanished: > 0, LostNodes: > 0, DrainedNodes: > 0, DeafAgents: > 0 });
        Assert.True(plans.Select(plan => plan.ToString()).Distinct().Count() == Worlds);
    }
}
