using Fairlead.Reconciliation;

namespace Fairlead.Core.Tests.Reconciliation;

public sealed class RefusalTests
{
    private readonly Bench bench = new();

    [Fact]
    public void A_refused_row_is_tried_again_after_100_200_400_ms_and_keeps_its_error()
    {
        bench.FirstWorld.Refuse = _ => Bench.Refusal();
        bench.Put("a", "x");
        bench.Settle();
        Assert.Equal(TimeSpan.FromMilliseconds(20), bench.Reconciler.Step());
        foreach (var (wait, attempts) in new[] { (0.1, 2), (0.2, 3), (0.4, 4) })
        {
            bench.Advance(wait - 0.001);
            Assert.Equal(attempts - 1, bench.FirstWorld.Batches.Count);
            bench.Advance(0.001);
            Assert.Equal(attempts, bench.FirstWorld.Batches.Count);
        }

        Assert.Equal(RowStatus.Error, bench.Line("a").Status);
        Assert.Contains("ENODEV", bench.Line("a").Error);
        Assert.Equal(4, bench.First.Snapshot().Single().Attempts);

        bench.FirstWorld.Refuse = _ => null;
        bench.Advance(0.8);
        Assert.Equal((RowStatus.Done, null), (bench.Line("a").Status, bench.Line("a").Error));
    }

    [Fact]
    public void The_back_off_ends_at_its_limit()
    {
        bench.FirstWorld.Refuse = _ => Bench.Refusal();
        bench.Put("a", "x");
        bench.Advance(1);
        for (var i = 0; i < 4000; i++)
        {
            bench.Advance(1);
        }

        // 9 doublings to 30 s, then one attempt in 30 s.
        Assert.InRange(bench.FirstWorld.Batches.Count, 100, 150);
    }

    [Fact]
    public void Written_again_is_tried_again_at_once()
    {
        bench.FirstWorld.Refuse = _ => Bench.Refusal();
        bench.Put("a", "x");
        bench.Settle();
        bench.FirstWorld.Refuse = _ => null;
        var again = bench.Put("a", "x");
        bench.Settle();
        Assert.True(again.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_refused_row_does_not_hold_up_others()
    {
        bench.FirstWorld.Refuse = change => change.Key == "bad" ? Bench.Refusal() : null;
        bench.Reconciler.Write().Upsert(bench.First, "bad", new Word("x")).Upsert(bench.First, "good", new Word("x"))
            .Upsert(bench.Second, "later", new Word("x")).Commit();
        bench.Settle();
        Assert.Equal(["good"], bench.FirstWorld.World.Keys);
        Assert.Equal(["later"], bench.SecondWorld.World.Keys);
    }

    [Fact]
    public void When_nothing_can_be_tried_each_row_bears_the_error()
    {
        bench.FirstWorld.RefuseBatch = Bench.Refusal("no socket");
        bench.Put("a", "x");
        bench.Put("b", "x");
        bench.Settle();
        Assert.All(bench.First.Lines(), line => Assert.Contains("no socket", line.Error));
        bench.FirstWorld.RefuseBatch = null;
        bench.Advance(0.1);
        Assert.Equal(2, bench.FirstWorld.World.Count);
    }

    [Fact]
    public void After_a_refusal_the_world_is_read_before_the_next_attempt()
    {
        bench.FirstWorld.Refuse = change =>
        {
            // Half done: it is there, but the answer was an error.
            bench.FirstWorld.World[change.Key] = change.Desired!;
            return Bench.Refusal("timed out");
        };
        bench.Put("a", "x");
        bench.Settle();
        bench.Advance(0.02);
        Assert.Equal(RowStatus.Done, bench.Line("a").Status);
        Assert.Single(bench.FirstWorld.Batches);
    }

    [Fact]
    public void While_the_world_cannot_be_read_nothing_is_written_and_waiters_hear_why()
    {
        bench.FirstWorld.RefuseRead = Bench.Refusal("permission denied");
        var ticket = bench.Put("a", "x");
        bench.Settle();
        Assert.Contains("permission denied", ticket.Completion.Exception!.InnerException!.Message);
        Assert.Empty(bench.FirstWorld.Batches);

        bench.FirstWorld.RefuseRead = null;
        bench.Advance(1);
        Assert.Equal(["a"], bench.FirstWorld.World.Keys);
    }

    [Fact]
    public void A_removal_that_is_refused_is_tried_again()
    {
        bench.Put("a", "x");
        bench.Settle();
        bench.FirstWorld.Refuse = _ => Bench.Refusal("busy");
        var ticket = bench.Delete("a");
        bench.Settle();
        Assert.Contains("busy", ticket.Completion.Exception!.InnerException!.Message);
        bench.FirstWorld.Refuse = _ => null;
        bench.Advance(0.1);
        Assert.Empty(bench.FirstWorld.World);
    }
}
