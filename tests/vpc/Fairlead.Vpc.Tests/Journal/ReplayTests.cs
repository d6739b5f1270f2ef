using Fairlead.Testing.Clocks;
using Fairlead.Testing.Cloud;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Journal;
using Fairlead.Vpc.Machine;

namespace Fairlead.Vpc.Tests.Journal;

/// <summary>What is read back from snapshot and journal is what was: to the last id that is drawn next.</summary>
public sealed class ReplayTests
{
    private const int Moves = 1500;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void A_snapshot_and_the_lines_since_lead_to_the_same_state(int seed)
    {
        var clock = new ManualClock();
        var journal = new Lines();
        using var cloud = new EmulatedCloud(RandomWorld.Small, clock, journal);
        var calls = new RandomCalls(seed);
        var (snapshot, after) = ("", 0);
        for (var i = 0; i < Moves; i++)
        {
            Make(cloud, clock, calls.Next());
            if (i == Moves * seed / 7)
            {
                (snapshot, after) = (CloudSnapshot.Write(cloud.State), journal.Texts.Count);
            }
        }

        var replayed = journal.Texts.Skip(after).Select(CallJson.Read).Aggregate(CloudSnapshot.Read(snapshot), (state, line) => line.Replay(state));
        Assert.Equal(CloudSnapshot.Write(cloud.State), CloudSnapshot.Write(AsOfNow(replayed, clock)));
        Assert.True(journal.Texts.Count > Moves / 4, $"only {journal.Texts.Count} changes");
        Assert.Empty(CloudInvariants.Check(replayed));
    }

    private static CloudState AsOfNow(CloudState state, ManualClock clock) => CloudMachine.Elapse(state, clock.GetUtcNow());

    private static void Make(EmulatedCloud cloud, ManualClock clock, CloudMove move)
    {
        switch (move.Kind)
        {
            case MoveKind.Elapse:
                clock.Advance(TimeSpan.FromMilliseconds(100 + (move.A % 4000)));
                break;
            case MoveKind.Vanish:
                var ids = cloud.State.Interfaces.Keys.Order(StringComparer.Ordinal).ToList();
                cloud.Vanish(ids[move.A % ids.Count]);
                break;
            case MoveKind.Repeat:
                break;
            default:
                cloud.Call(new MoveCalls(cloud.State, move).Call());
                break;
        }
    }

    private sealed class Lines : ICloudJournal
    {
        public List<string> Texts { get; } = [];

        public void Write(IReadOnlyList<JournalLine> lines, CloudState next) => Texts.AddRange(lines.Select(CallJson.Write));
    }
}
