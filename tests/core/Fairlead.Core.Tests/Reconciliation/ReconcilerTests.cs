using Fairlead.Reconciliation;

namespace Fairlead.Core.Tests.Reconciliation;

public sealed class ReconcilerTests
{
    private readonly Bench bench = new();

    [Fact]
    public void What_is_wished_comes_to_be_and_what_is_deleted_goes()
    {
        var put = bench.Put("a", "one");
        bench.Settle();
        Assert.True(put.Completion.IsCompletedSuccessfully);
        Assert.Equal("one", bench.FirstWorld.World["a"].Text);
        Assert.Equal(RowStatus.Done, bench.Line("a").Status);

        var delete = bench.Delete("a");
        bench.Settle();
        Assert.True(delete.Completion.IsCompletedSuccessfully);
        Assert.Empty(bench.FirstWorld.World);
        Assert.Empty(bench.First.Lines());
    }

    [Fact]
    public void Rows_are_created_in_the_order_of_targets_and_removed_in_reverse()
    {
        bench.Reconciler.Write().Upsert(bench.Second, "b", new Word("x")).Upsert(bench.First, "a", new Word("x")).Commit();
        bench.Settle();
        bench.Reconciler.Write().Delete(bench.First, "a").Delete(bench.Second, "b").Commit();
        bench.Settle();
        Assert.Equal(["create first a", "create second b", "remove second b", "remove first a"], bench.Log);
    }

    [Fact]
    public void A_change_over_makes_before_it_breaks()
    {
        bench.Put("old", "x");
        bench.Settle();
        bench.Log.Clear();
        bench.Reconciler.Write().Delete(bench.First, "old").Upsert(bench.Second, "new", new Word("x")).Commit();
        bench.Settle();
        Assert.Equal(["create second new", "remove first old"], bench.Log);
    }

    [Fact]
    public void Writes_that_come_together_travel_in_one_batch_in_their_order()
    {
        bench.Put("c", "x");
        bench.Put("a", "x");
        bench.Put("b", "x");
        bench.Settle();
        Assert.Equal(["c", "a", "b"], Assert.Single(bench.FirstWorld.Batches).Select(change => change.Key));
    }

    [Fact]
    public void A_ticket_waits_for_its_own_rows_only()
    {
        bench.FirstWorld.Refuse = change => change.Key == "bad" ? Bench.Refusal() : null;
        var bad = bench.Put("bad", "x");
        var good = bench.Put("good", "x");
        bench.Settle();
        Assert.True(good.Completion.IsCompletedSuccessfully);
        Assert.Contains("ENODEV", Assert.IsType<WorldException>(bad.Completion.Exception!.InnerException).Message);
    }

    [Fact]
    public void A_ticket_fails_with_the_row_that_was_written_first()
    {
        bench.FirstWorld.Refuse = _ => Bench.Refusal("the cause");
        bench.SecondWorld.Refuse = _ => Bench.Refusal("its consequence");
        var ticket = bench.Reconciler.Write()
            .Upsert(bench.First, "a", new Word("x")).Upsert(bench.Second, "b", new Word("x")).Commit();
        bench.Settle();
        Assert.Contains("the cause", ticket.Completion.Exception!.InnerException!.Message);
    }

    [Fact]
    public void A_write_of_what_is_there_already_is_over_at_once()
    {
        bench.Put("a", "one");
        bench.Settle();
        Assert.True(bench.Put("a", "one").Completion.IsCompletedSuccessfully);
        Assert.Single(bench.FirstWorld.Batches);
    }

    [Fact]
    public void Who_waits_hears_when_somebody_wishes_the_opposite()
    {
        var put = bench.Put("a", "one");
        var delete = bench.Delete("a");
        bench.Settle();
        Assert.IsType<SupersededException>(put.Completion.Exception!.InnerException);
        Assert.True(delete.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_wish_that_changes_while_it_is_carried_out_is_not_overwritten_by_the_old_result()
    {
        bench.FirstWorld.Applying = changes =>
        {
            if (changes[0].Desired?.Text == "one")
            {
                bench.Put("a", "two");
            }
        };
        bench.Put("a", "one");
        bench.Settle();
        Assert.Equal("two", bench.FirstWorld.World["a"].Text);
        Assert.Equal(("two", "two", RowStatus.Done), (bench.Line("a").Wanted, bench.Line("a").Kernel, bench.Line("a").Status));
    }

    [Fact]
    public void A_wish_taken_back_while_it_is_carried_out_is_undone()
    {
        bench.Put("a", "one");
        bench.Settle();
        bench.FirstWorld.Applying = changes =>
        {
            if (changes[0].Desired?.Text == "two")
            {
                // Equal to what was there before: nothing would seem to be left to do.
                bench.Put("a", "one");
            }
        };
        bench.Put("a", "two");
        bench.Settle();
        Assert.Equal("one", bench.FirstWorld.World["a"].Text);
    }

    [Fact]
    public void Forgotten_rows_are_not_removed_by_hand()
    {
        bench.Put("a", "one");
        bench.Settle();
        bench.Log.Clear();
        bench.FirstWorld.World.Clear();
        var ticket = bench.Reconciler.Write().Forget(bench.First, "a").Commit();
        bench.Settle();
        Assert.True(ticket.Completion.IsCompletedSuccessfully);
        Assert.Empty(bench.Log);
        Assert.Empty(bench.First.Lines());
    }

    [Fact]
    public void Replacing_a_plan_touches_what_differs_only()
    {
        Dictionary<string, Word> before = new() { ["stays"] = new("x"), ["goes"] = new("x"), ["changes"] = new("x") };
        Dictionary<string, Word> after = new() { ["stays"] = new("x"), ["comes"] = new("x"), ["changes"] = new("y") };
        bench.Reconciler.Write().Replace(bench.First, new Dictionary<string, Word>(), before).Commit();
        bench.Settle();
        bench.Log.Clear();
        bench.Reconciler.Write().Replace(bench.First, before, after).Commit();
        bench.Settle();
        Assert.Equal(["create first comes", "remove first goes", "update first changes"], bench.Log.Order());
    }

    [Fact]
    public void Readers_keep_the_snapshot_they_took()
    {
        bench.Put("a", "one");
        var before = bench.First.Snapshot();
        bench.Settle();
        Assert.Equal(RowStatus.Pending, before.Single().Status);
        Assert.Equal(RowStatus.Done, bench.First.Snapshot().Single().Status);
        Assert.Same(bench.First.Snapshot().Single(), bench.First.Snapshot().Single());
    }
}
