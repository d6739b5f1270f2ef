using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Core.Tests.Reconciliation;

public sealed class DriftTests
{
    private readonly Bench _bench = new("journal");

    [Fact]
    public void What_somebody_removes_or_changes_is_put_right_and_counted()
    {
        _bench.Reconciler.Reported("journal");
        _bench.Put("a", "one");
        _bench.Put("b", "one");
        _bench.Settle();
        _bench.FirstWorld.World.Remove("a");
        _bench.FirstWorld.World["b"] = new Word("other");
        _bench.FirstWorld.World["stray"] = new Word("other");
        _bench.First.MarkDirty(Scope.Everything);
        _bench.Advance(0.02);
        Assert.Equal([("a", "one"), ("b", "one")], _bench.FirstWorld.World.Select(row => (row.Key, row.Value.Text)).Order());
        Assert.Equal(new DriftCounters(1, 1, 1), _bench.First.Drift);
    }

    [Fact]
    public void Nothing_is_pruned_before_every_source_has_reported()
    {
        _bench.FirstWorld.World["left over"] = new Word("x");
        _bench.Put("a", "one");
        _bench.Settle();
        Assert.Contains("left over", _bench.FirstWorld.World.Keys);
        Assert.Equal(["journal"], _bench.Reconciler.SilentSources);
        Assert.False(_bench.Reconciler.IsInSync);

        _bench.Reconciler.Reported("journal");
        _bench.Settle();
        Assert.Equal(["a"], _bench.FirstWorld.World.Keys);
        Assert.True(_bench.Reconciler.IsInSync);
    }

    [Fact]
    public void What_is_deleted_by_name_goes_before_the_sources_have_reported()
    {
        _bench.FirstWorld.World["a"] = new Word("x");
        _bench.Settle();
        _bench.Delete("a");
        _bench.Settle();
        Assert.Empty(_bench.FirstWorld.World);
    }

    [Fact]
    public void What_a_former_run_left_as_it_should_be_is_adopted_untouched()
    {
        _bench.FirstWorld.World["a"] = new Word("one");
        var ticket = _bench.Put("a", "one");
        _bench.Reconciler.Reported("journal");
        _bench.Settle();
        Assert.True(ticket.Completion.IsCompletedSuccessfully);
        Assert.Empty(_bench.FirstWorld.Batches);
        Assert.Equal(0, _bench.First.Drift.Total);
    }

    [Fact]
    public void An_unknown_source_is_a_mistake()
    {
        Assert.Contains("journal", Assert.Throws<ArgumentException>(() => _bench.Reconciler.Reported("jounral")).Message);
    }

    [Fact]
    public void News_of_one_namespace_cost_one_read_of_it()
    {
        _bench.Put("pod/a", "one");
        _bench.Put("b", "one");
        _bench.Settle();
        _bench.FirstWorld.World.Clear();
        _bench.FirstWorld.Reads.Clear();
        for (var i = 0; i < 10; i++)
        {
            _bench.First.MarkDirty(Scope.Of(new LinkKey(new Netns("pod"), "eth0")));
        }

        _bench.Advance(0.02);
        Assert.Equal([Scope.Of(new LinkKey(new Netns("pod"), "eth0"))], _bench.FirstWorld.Reads);
        // Only what lies in the scope was taken for gone.
        Assert.Equal(["pod/a"], _bench.FirstWorld.World.Keys);
    }

    [Fact]
    public void Every_namespace_is_read_again_every_30_s_in_turn()
    {
        _bench.Put("pod-1/a", "one");
        _bench.Put("pod-2/a", "one");
        _bench.Settle();
        _bench.Advance(30);
        _bench.FirstWorld.World.Remove("pod-2/a");
        _bench.FirstWorld.Reads.Clear();
        foreach (var netns in new[] { "node", "pod-1", "pod-2" })
        {
            _bench.Advance(9.9);
            _bench.Advance(0.1);
            Assert.Equal(netns, Assert.Single(_bench.FirstWorld.Reads).ToString());
            _bench.FirstWorld.Reads.Clear();
        }

        Assert.Contains("pod-2/a", _bench.FirstWorld.World.Keys);
    }

    [Fact]
    public void A_read_that_fails_is_made_again()
    {
        _bench.Put("a", "one");
        _bench.Settle();
        _bench.FirstWorld.World.Clear();
        _bench.FirstWorld.RefuseRead = Bench.Refusal("interrupted");
        _bench.First.MarkDirty(Scope.Everything);
        _bench.Advance(0.05);
        Assert.Empty(_bench.FirstWorld.World);
        _bench.FirstWorld.RefuseRead = null;
        _bench.Advance(0.1);
        Assert.Equal(["a"], _bench.FirstWorld.World.Keys);
    }
}
