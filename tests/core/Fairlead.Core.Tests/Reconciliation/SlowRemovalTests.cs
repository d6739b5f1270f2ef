using Fairlead.Reconciliation;

namespace Fairlead.Core.Tests.Reconciliation;

public sealed class SlowRemovalTests
{
    private readonly Bench bench = new();

    public SlowRemovalTests()
    {
        bench.FirstWorld.RemovesSlowly = true;
        bench.Put("a", "x");
        bench.Settle();
    }

    [Fact]
    public void A_removal_under_way_holds_up_nobody()
    {
        var delete = bench.Delete("a");
        bench.Settle();
        Assert.Equal(RowStatus.Removing, bench.Line("a").Status);
        var put = bench.Put("b", "x");
        bench.Settle();
        Assert.True(put.Completion.IsCompletedSuccessfully);
        Assert.False(delete.Completion.IsCompleted);

        bench.FirstWorld.EndRemovals();
        bench.Settle();
        Assert.True(delete.Completion.IsCompletedSuccessfully);
        Assert.Equal(["b"], bench.First.Lines().Select(line => line.Key));
    }

    [Fact]
    public void A_row_wished_again_waits_for_the_end_of_its_removal()
    {
        bench.Delete("a");
        bench.Settle();
        bench.Log.Clear();
        var put = bench.Put("a", "new");
        bench.Settle();
        Assert.Empty(bench.Log);

        bench.FirstWorld.EndRemovals();
        bench.Settle();
        Assert.True(put.Completion.IsCompletedSuccessfully);
        Assert.Equal(["create first a"], bench.Log);
        Assert.Equal("new", bench.FirstWorld.World["a"].Text);
    }

    [Fact]
    public void What_stands_on_a_row_that_is_being_removed_waits_with_it()
    {
        bench.Put("pod/a", "old");
        bench.Settle();
        bench.Delete("pod/a");
        bench.Settle();
        bench.Log.Clear();
        var put = bench.Reconciler.Write().Upsert(bench.First, "pod/a", new Word("new")).Upsert(bench.Second, "pod/b", new Word("x"))
            .Upsert(bench.Second, "elsewhere", new Word("x")).Commit();
        bench.Settle();
        Assert.Equal(["create second elsewhere"], bench.Log);
        bench.FirstWorld.EndRemovals();
        bench.Settle();
        Assert.True(put.Completion.IsCompletedSuccessfully);
        Assert.Equal(["create second elsewhere", "create first pod/a", "create second pod/b"], bench.Log);
    }

    [Fact]
    public void Reading_a_row_on_its_way_out_changes_nothing()
    {
        bench.Delete("a");
        bench.Settle();
        bench.Reconciler.MarkDirty(Scope.Everything);
        bench.Advance(1);
        Assert.Equal(RowStatus.Removing, bench.Line("a").Status);
        Assert.Equal(0, bench.First.Drift.Total);
    }

    [Fact]
    public void A_removal_that_fails_in_the_end_is_tried_again()
    {
        var delete = bench.Delete("a");
        bench.Settle();
        bench.FirstWorld.EndRemovals(Bench.Refusal("busy"));
        bench.Settle();
        Assert.Contains("busy", delete.Completion.Exception!.InnerException!.Message);

        bench.Advance(0.1);
        bench.FirstWorld.EndRemovals();
        bench.Settle();
        Assert.Empty(bench.First.Lines());
    }

    [Fact]
    public void Many_deletions_are_one_batch()
    {
        bench.Put("b", "x");
        bench.Settle();
        bench.FirstWorld.Batches.Clear();
        bench.Delete("a");
        bench.Delete("b");
        bench.Settle();
        Assert.Equal(2, Assert.Single(bench.FirstWorld.Batches).Count);
    }
}
