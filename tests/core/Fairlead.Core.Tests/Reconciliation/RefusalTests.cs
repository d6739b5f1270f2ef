using Fairlead.Reconciliation;

namespace Fairlead.Core.Tests.Reconciliation;

public sealed class RefusalTests
{
    private readonly Bench _bench = new();

    [Fact]
    public void A_refused_row_is_tried_again_after_100_200_400_ms_and_keeps_its_error()
    {
        _bench.FirstWorld.Refuse = _ => Bench.Refusal();
        _bench.Put("a", "x");
        _bench.Settle();
        Assert.Equal(TimeSpan.FromMilliseconds(20), _bench.Reconciler.Step());
        foreach (var (wait, attempts) in new[] { (0.1, 2), (0.2, 3), (0.4, 4) })
        {
            _bench.Advance(wait - 0.001);
            Assert.Equal(attempts - 1, _bench.FirstWorld.Batches.Count);
            _bench.Advance(0.001);
            Assert.Equal(attempts, _bench.FirstWorld.Batches.Count);
        }

        Assert.Equal(RowStatus.Error, _bench.Line("a").Status);
        Assert.Contains("ENODEV", _bench.Line("a").Error);
        Assert.Equal(4, _bench.First.Snapshot().Single().Attempts);

        _bench.FirstWorld.Refuse = _ => null;
        _bench.Advance(0.8);
        Assert.Equal((RowStatus.Done, null), (_bench.Line("a").Status, _bench.Line("a").Error));
    }

    [Fact]
    public void The_back_off_ends_at_its_limit()
    {
        _bench.FirstWorld.Refuse = _ => Bench.Refusal();
        _bench.Put("a", "x");
        _bench.Advance(1);
        for (var i = 0; i < 4000; i++)
        {
            _bench.Advance(1);
        }

        // 9 doublings to 30 s, then one attempt in 30 s.
        Assert.InRange(_bench.FirstWorld.Batches.Count, 100, 150);
    }

    [Fact]
    public void Written_again_is_tried_again_at_once()
    {
        _bench.FirstWorld.Refuse = _ => Bench.Refusal();
        _bench.Put("a", "x");
        _bench.Settle();
        _bench.FirstWorld.Refuse = _ => null;
        var again = _bench.Put("a", "x");
        _bench.Settle();
        Assert.True(again.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public void A_refused_row_does_not_hold_up_others()
    {
        _bench.FirstWorld.Refuse = change => change.Key == "bad" ? Bench.Refusal() : null;
        _bench.Reconciler.Write().Upsert(_bench.First, "bad", new Word("x")).Upsert(_bench.First, "good", new Word("x"))
            .Upsert(_bench.Second, "later", new Word("x")).Commit();
        _bench.Settle();
        Assert.Equal(["good"], _bench.FirstWorld.World.Keys);
        Assert.Equal(["later"], _bench.SecondWorld.World.Keys);
    }

    [Fact]
    public void When_nothing_can_be_tried_each_row_bears_the_error()
    {
        _bench.FirstWorld.RefuseBatch = Bench.Refusal("no socket");
        _bench.Put("a", "x");
        _bench.Put("b", "x");
        _bench.Settle();
        Assert.All(_bench.First.Lines(), line => Assert.Contains("no socket", line.Error));
        _bench.FirstWorld.RefuseBatch = null;
        _bench.Advance(0.1);
        Assert.Equal(2, _bench.FirstWorld.World.Count);
    }

    [Fact]
    public void After_a_refusal_the_world_is_read_before_the_next_attempt()
    {
        _bench.FirstWorld.Refuse = change =>
        {
            // Half done: it is there, but the answer was an error.
            _bench.FirstWorld.World[change.Key] = change.Desired!;
            return Bench.Refusal("timed out");
        };
        _bench.Put("a", "x");
        _bench.Settle();
        _bench.Advance(0.02);
        Assert.Equal(RowStatus.Done, _bench.Line("a").Status);
        Assert.Single(_bench.FirstWorld.Batches);
    }

    [Fact]
    public void While_the_world_cannot_be_read_nothing_is_written_and_waiters_hear_why()
    {
        _bench.FirstWorld.RefuseRead = Bench.Refusal("permission denied");
        var ticket = _bench.Put("a", "x");
        _bench.Settle();
        Assert.Contains("permission denied", ticket.Completion.Exception!.InnerException!.Message);
        Assert.Empty(_bench.FirstWorld.Batches);

        _bench.FirstWorld.RefuseRead = null;
        _bench.Advance(1);
        Assert.Equal(["a"], _bench.FirstWorld.World.Keys);
    }

    [Fact]
    public void A_removal_that_is_refused_is_tried_again()
    {
        _bench.Put("a", "x");
        _bench.Settle();
        _bench.FirstWorld.Refuse = _ => Bench.Refusal("busy");
        var ticket = _bench.Delete("a");
        _bench.Settle();
        Assert.Contains("busy", ticket.Completion.Exception!.InnerException!.Message);
        _bench.FirstWorld.Refuse = _ => null;
        _bench.Advance(0.1);
        Assert.Empty(_bench.FirstWorld.World);
    }
}
