using Fairlead.Reconciliation;

namespace Fairlead.Core.Tests.Reconciliation;

public sealed class ReconcilerTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void What_is_wished_comes_to_be_and_what_is_deleted_goes()
    {
        var put = _bench.Put("a", "one");
        _bench.Settle();
        Assert.True(put.Completion.IsCompletedSuccessfully);
        Assert.Equal("one", _bench.FirstWorld.World["a"].Text);
        Assert.Equal(RowStatus.Done, _bench.Line("a").Status);

        var delete = _bench.Delete("a");
        _bench.Settle();
        Assert.True(delete.Completion.IsCompletedSuccessfully);
        Assert.Empty(_bench.FirstWorld.World);
        Assert.Empty(_bench.First.Lines());
    }

    [Fact]
    public void Rows_are_created_in_the_order_of_targets_and_removed_in_reverse()
    {
        _bench.Reconciler.Write().Upsert(_bench.Second, "b", new Word("x")).Upsert(_bench.First, "a", new Word("x")).Commit();
        _bench.Settle();
        _bench.Reconciler.Write().Delete(_bench.First, "a").Delete(_bench.Second, "b").Commit();
        _bench.Settle();
        Assert.Equal(["create first a", "create second b", "remove second b", "remove first a"], _bench.Log);
    }

    [Fact]
    public void A_change_over_makes_before_it_breaks()
    {
        _bench.Put("old", "x");
        _bench.Settle();
        _bench.Log.Clear();
        _bench.Reconciler.Write().Delete(_bench.First, "old").Upsert(_bench.Second, "new", new Word("x")).Commit();
        _bench.Settle();
        Assert.Equal(["create second new", "remove first old"], _bench.Log);
    }

    [Fact]
    public void Writes_that_come_together_travel_in_one_batch_in_their_order()
    {
        _bench.Put("c", "x");
        _bench.Put("a", "x");
        _bench.Put("b", "x");
        _bench.Settle();
        Assert.Equal(["c", "a", "b"], Assert.Single(_bench.FirstWorld.Batches).Select(change => change.Key));
    }

    [Fact]
    public void A_ticket_waits_for_its_own_rows_only()
    {
        _bench.FirstWorld.Refuse = change => change.Key == "bad" ? Bench.Refusal() : null;
        var bad = _bench.Put("bad", "x");
        var good = _bench.Put("good", "x");
        _bench.Settle();
        Assert.True(good.Completion.IsCompletedSuccessfully);
        Assert.Contains("ENODEV", Assert.IsType<WorldException>(bad.Completion.Exception!.InnerException).Message);
    }

    [Fact]
    public void A_ticket_fails_with_the_row_that_was_written_first()
    {
        _bench.FirstWorld.Refuse = _ => Bench.Refusal("the cause");
        _bench.SecondWorld.Refuse = _ => Bench.Refusal("its consequence");
        var ticket = _bench.Reconciler.Write()
            .Upsert(_bench.First, "a", new Word("x")).Upsert(_bench.Second, "b", new Word("x")).Commit();
        _bench.Settle();
        Assert.Contains("the cause", ticket.Completion.Exception!.InnerException!.Message);
    }

    [Fact]
    public void A_write_of_what_is_there_already_is_over_at_once()
    {
        _bench.Put("a", "one");
        _bench.Settle();
        Assert.True(_bench.Put("a", "one").Completion.IsCompletedSuccessfully);
        Assert.Single(_bench.FirstWorld.Batches);
    }

    [Fact]
    public void Who_waits_hears_when_somebody_wishes_the_opposite()
    {
        var put = _bench.Put("a", "one");
        var delete = _bench.Delete("a");
        _bench.Settle();
        Assert.IsType<SupersededException>(put.Completion.Exception!.InnerException);
        Assert.True(delete.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_wish_that_changes_while_it_is_carried_out_is_not_overwritten_by_the_old_result()
    {
        _bench.FirstWorld.Applying = changes =>
        {
            if (changes[0].Desired?.Text == "one")
            {
                _bench.Put("a", "two");
            }
        };
        _bench.Put("a", "one");
        _bench.Settle();
        Assert.Equal("two", _bench.FirstWorld.World["a"].Text);
        Assert.Equal(("two", "two", RowStatus.Done), (_bench.Line("a").Wanted, _bench.Line("a").Kernel, _bench.Line("a").Status));
    }

    [Fact]
    public void A_wish_taken_back_while_it_is_carried_out_is_undone()
    {
        _bench.Put("a", "one");
        _bench.Settle();
        _bench.FirstWorld.Applying = changes =>
        {
            if (changes[0].Desired?.Text == "two")
            {
                // Equal to what was there before: nothing would seem to be left to do.
                _bench.Put("a", "one");
            }
        };
        _bench.Put("a", "two");
        _bench.Settle();
        Assert.Equal("one", _bench.FirstWorld.World["a"].Text);
    }

    [Fact]
    public void Replacing_a_plan_touches_what_differs_only()
    {
        Dictionary<string, Word> before = new() { ["stays"] = new("x"), ["goes"] = new("x"), ["changes"] = new("x") };
        Dictionary<string, Word> after = new() { ["stays"] = new("x"), ["comes"] = new("x"), ["changes"] = new("y") };
        _bench.Reconciler.Write().Replace(_bench.First, new Dictionary<string, Word>(), before).Commit();
        _bench.Settle();
        _bench.Log.Clear();
        _bench.Reconciler.Write().Replace(_bench.First, before, after).Commit();
        _bench.Settle();
        Assert.Equal(["create first comes", "remove first goes", "update first changes"], _bench.Log.Order());
    }

    [Fact]
    public void Readers_keep_the_snapshot_they_took()
    {
        _bench.Put("a", "one");
        var before = _bench.First.Snapshot();
        _bench.Settle();
        Assert.Equal(RowStatus.Pending, before.Single().Status);
        Assert.Equal(RowStatus.Done, _bench.First.Snapshot().Single().Status);
        Assert.Same(_bench.First.Snapshot().Single(), _bench.First.Snapshot().Single());
    }

    [Fact]
    public void A_batch_that_is_written_in_the_middle_of_a_round_is_carried_out_in_the_order_of_tables()
    {
        var bench = new Bench();
        bench.Settle();
        var applying = bench.FirstWorld.Applying;
        bench.FirstWorld.Applying = changes =>
        {
            applying(changes);
            if (changes.Any(change => change.Key == "a"))
            {
                bench.Reconciler.Write().Upsert(bench.First, "b", new Word("link")).Upsert(bench.Second, "b", new Word("address")).Commit();
            }
        };
        bench.Put("a", "link");
        bench.Settle();
        Assert.Equal(["create first a", "create first b", "create second b"], bench.Log);
    }
}
