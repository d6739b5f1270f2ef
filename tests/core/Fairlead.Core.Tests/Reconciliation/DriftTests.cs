using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Core.Tests.Reconciliation;

public sealed class DriftTests
{
    private readonly Bench bench = new("journal");

    [Fact]
    public void What_somebody_removes_or_changes_is_put_right_and_counted()
    {
        bench.Reconciler.Reported("journal");
        bench.Put("a", "one");
        bench.Put("b", "one");
        bench.Settle();
        bench.FirstWorld.World.Remove("a");
        bench.FirstWorld.World["b"] = new Word("other");
        bench.FirstWorld.World["stray"] = new Word("other");
        bench.First.MarkDirty(Scope.Everything);
        bench.Advance(0.02);
        Assert.Equal([("a", "one"), ("b", "one")], bench.FirstWorld.World.Select(row => (row.Key, row.Value.Text)).Order());
        Assert.Equal(new DriftCounters(1, 1, 1), bench.First.Drift);
    }

    [Fact]
    public void Nothing_is_pruned_before_every_source_has_reported()
    {
        bench.FirstWorld.World["left over"] = new Word("x");
        bench.Put("a", "one");
        bench.Settle();
        Assert.Contains("left over", bench.FirstWorld.World.Keys);
        Assert.Equal(["journal"], bench.Reconciler.SilentSources);
        Assert.False(bench.Reconciler.IsInSync);

        bench.Reconciler.Reported("journal");
        bench.Settle();
        Assert.Equal(["a"], bench.FirstWorld.World.Keys);
        Assert.True(bench.Reconciler.IsInSync);
    }

    [Fact]
    public void What_is_deleted_by_name_goes_before_the_sources_have_reported()
    {
        bench.FirstWorld.World["a"] = new Word("x");
        bench.Settle();
        bench.Delete("a");
        bench.Settle();
        Assert.Empty(bench.FirstWorld.World);
    }

    [Fact]
    public void What_a_former_run_left_as_it_should_be_is_adopted_untouched()
    {
        bench.FirstWorld.World["a"] = new Word("one");
        var ticket = bench.Put("a", "one");
        bench.Reconciler.Reported("journal");
        bench.Settle();
        Assert.True(ticket.Completion.IsCompletedSuccessfully);
        Assert.Empty(bench.FirstWorld.Batches);
        Assert.Equal(0, bench.First.Drift.Total);
    }

    [Fact]
    public void An_unknown_source_is_a_mistake()
    {
        Assert.Contains("journal", Assert.Throws<ArgumentException>(() => bench.Reconciler.Reported("jounral")).Message);
    }

    [Fact]
    public void News_of_one_namespace_cost_one_read_of_it()
    {
        bench.Put("pod/a", "one");
        bench.Put("b", "one");
        bench.Settle();
        bench.FirstWorld.World.Clear();
        bench.FirstWorld.Reads.Clear();
        for (var i = 0; i < 10; i++)
        {
            bench.First.MarkDirty(Scope.Of(new LinkKey(new Netns("pod"), "eth0")));
        }

        bench.Advance(0.02);
        Assert.Equal([Scope.Of(new LinkKey(new Netns("pod"), "eth0"))], bench.FirstWorld.Reads);
        // Only what lies in the scope was taken for gone.
        Assert.Equal(["pod/a"], bench.FirstWorld.World.Keys);
    }

    [Fact]
    public void The_world_is_read_again_every_30_s_one_namespace_at_a_time()
    {
        bench.Put("pod-1/a", "one");
        bench.Put("pod-2/a", "one");
        bench.Settle();
        bench.FirstWorld.World.Remove("pod-2/a");
        bench.FirstWorld.Reads.Clear();
        bench.Advance(29.9);
        Assert.Empty(bench.FirstWorld.Reads);
        bench.Advance(0.2);
        Assert.Equal(
            ["node", "pod-1", "pod-2"], bench.FirstWorld.Reads.Select(scope => scope.ToString()).Order());
        Assert.Contains("pod-2/a", bench.FirstWorld.World.Keys);
    }

    [Fact]
    public void A_read_that_fails_is_made_again()
    {
        bench.Put("a", "one");
        bench.Settle();
        bench.FirstWorld.World.Clear();
        bench.FirstWorld.RefuseRead = Bench.Refusal("interrupted");
        bench.First.MarkDirty(Scope.Everything);
        bench.Advance(0.05);
        Assert.Empty(bench.FirstWorld.World);
        bench.FirstWorld.RefuseRead = null;
        bench.Advance(0.1);
        Assert.Equal(["a"], bench.FirstWorld.World.Keys);
    }
}
