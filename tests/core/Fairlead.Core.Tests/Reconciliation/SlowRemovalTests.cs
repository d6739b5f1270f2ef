using Fairlead.Reconciliation;

namespace Fairlead.Core.Tests.Reconciliation;

public sealed class SlowRemovalTests
{
    private readonly Bench _bench = new();

    public SlowRemovalTests()
    {
        _bench.FirstWorld.RemovesSlowly = true;
        _bench.Put("a", "x");
        _bench.Settle();
    }

    [Fact]
    public void A_removal_under_way_holds_up_nobody()
    {
        var delete = _bench.Delete("a");
        _bench.Settle();
        Assert.Equal(RowStatus.Removing, _bench.Line("a").Status);
        var put = _bench.Put("b", "x");
        _bench.Settle();
        Assert.True(put.Completion.IsCompletedSuccessfully);
        Assert.False(delete.Completion.IsCompleted);

        _bench.FirstWorld.EndRemovals();
        _bench.Settle();
        Assert.True(delete.Completion.IsCompletedSuccessfully);
        Assert.Equal(["b"], _bench.First.Lines().Select(line => line.Key));
    }

    [Fact]
    public void A_row_wished_again_waits_for_the_end_of_its_removal()
    {
        _bench.Delete("a");
        _bench.Settle();
        _bench.Log.Clear();
        var put = _bench.Put("a", "new");
        _bench.Settle();
        Assert.Empty(_bench.Log);

        _bench.FirstWorld.EndRemovals();
        _bench.Settle();
        Assert.True(put.Completion.IsCompletedSuccessfully);
        Assert.Equal(["create first a"], _bench.Log);
        Assert.Equal("new", _bench.FirstWorld.World["a"].Text);
    }

    [Fact]
    public void What_stands_on_a_row_that_is_being_removed_waits_with_it()
    {
        _bench.Put("pod/a", "old");
        _bench.Settle();
        _bench.Delete("pod/a");
        _bench.Settle();
        _bench.Log.Clear();
        var put = _bench.Reconciler.Write().Upsert(_bench.First, "pod/a", new Word("new")).Upsert(_bench.Second, "pod/b", new Word("x"))
            .Upsert(_bench.Second, "elsewhere", new Word("x")).Commit();
        _bench.Settle();
        Assert.Equal(["create second elsewhere"], _bench.Log);
        _bench.FirstWorld.EndRemovals();
        _bench.Settle();
        Assert.True(put.Completion.IsCompletedSuccessfully);
        Assert.Equal(["create second elsewhere", "create first pod/a", "create second pod/b"], _bench.Log);
    }

    [Fact]
    public void Reading_a_row_on_its_way_out_changes_nothing()
    {
        _bench.Delete("a");
        _bench.Settle();
        _bench.Reconciler.MarkDirty(Scope.Everything);
        _bench.Advance(1);
        Assert.Equal(RowStatus.Removing, _bench.Line("a").Status);
        Assert.Equal(0, _bench.First.Drift.Total);
    }

    [Fact]
    public void A_removal_that_fails_in_the_end_is_tried_again()
    {
        var delete = _bench.Delete("a");
        _bench.Settle();
        _bench.FirstWorld.EndRemovals(Bench.Refusal("busy"));
        _bench.Settle();
        Assert.Contains("busy", delete.Completion.Exception!.InnerException!.Message);

        _bench.Advance(0.1);
        _bench.FirstWorld.EndRemovals();
        _bench.Settle();
        Assert.Empty(_bench.First.Lines());
    }

    [Fact]
    public void Many_deletions_are_one_batch()
    {
        _bench.Put("b", "x");
        _bench.Settle();
        _bench.FirstWorld.Batches.Clear();
        _bench.Delete("a");
        _bench.Delete("b");
        _bench.Settle();
        Assert.Equal(2, Assert.Single(_bench.FirstWorld.Batches).Count);
    }
}
