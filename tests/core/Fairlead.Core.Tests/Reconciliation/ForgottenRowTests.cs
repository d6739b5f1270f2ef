using Fairlead.Reconciliation;

namespace Fairlead.Core.Tests.Reconciliation;

/// <summary>Rows that go with what carries them: an address with its link.</summary>
public sealed class ForgottenRowTests
{
    private readonly Bench _bench = new();

    public ForgottenRowTests()
    {
        _bench.FirstWorld.RemovesSlowly = true;
        _bench.Reconciler.Write().Upsert(_bench.First, "pod/link", new Word("x")).Upsert(_bench.Second, "pod/address", new Word("x"))
            .Upsert(_bench.Second, "other/address", new Word("x")).Commit();
        _bench.Settle();
        _bench.Log.Clear();
    }

    [Fact]
    public void They_are_not_removed_by_hand_and_nobody_waits_for_them()
    {
        var ticket = Detach();
        _bench.Settle();
        Assert.Equal(["remove first pod/link"], _bench.Log);
        Assert.Equal(RowStatus.Removing, Address.Status);
        Detached();
        Assert.True(ticket.Completion.IsCompletedSuccessfully);
        Assert.Equal(["other/address"], _bench.Second.Lines().Select(line => line.Key));
        Assert.Equal(["remove first pod/link"], _bench.Log);
    }

    [Fact]
    public void Found_or_gone_meanwhile_they_are_no_drift()
    {
        Detach();
        _bench.Settle();
        _bench.Reconciler.MarkDirty(Scope.Everything);
        _bench.Advance(0.1);
        Assert.Equal(0, _bench.Second.Drift.Total);
        _bench.SecondWorld.World.Remove("pod/address");
        _bench.Reconciler.MarkDirty(Scope.Everything);
        _bench.Advance(0.1);
        Assert.Equal(0, _bench.Second.Drift.Total);
        Assert.Equal(["other/address"], _bench.Second.Lines().Select(line => line.Key));
    }

    [Fact]
    public void One_that_stays_behind_is_removed_in_the_end()
    {
        _bench.Reconciler.Write().Forget(_bench.Second, "pod/address").Commit();
        _bench.Advance(4.9);
        Assert.Contains("pod/address", _bench.SecondWorld.World.Keys);
        _bench.Advance(0.2);
        Assert.DoesNotContain("pod/address", _bench.SecondWorld.World.Keys);
    }

    [Fact]
    public void One_wished_again_is_made_again_when_its_carrier_is()
    {
        Detach();
        _bench.Settle();
        var again = _bench.Reconciler.Write().Upsert(_bench.First, "pod/link", new Word("x")).Upsert(_bench.Second, "pod/address", new Word("x")).Commit();
        _bench.Settle();
        Assert.False(again.Completion.IsCompleted);
        Detached();
        Assert.True(again.Completion.IsCompletedSuccessfully);
        Assert.Equal(["remove first pod/link", "create first pod/link", "create second pod/address"], _bench.Log);
    }

    private TableLine Address => _bench.Second.Lines().Single(line => line.Key == "pod/address");

    private Ticket Detach() => _bench.Reconciler.Write().Delete(_bench.First, "pod/link").Forget(_bench.Second, "pod/address").Commit();

    private void Detached()
    {
        _bench.FirstWorld.EndRemovals();
        _bench.SecondWorld.World.Remove("pod/address");
        _bench.Settle();
    }
}
