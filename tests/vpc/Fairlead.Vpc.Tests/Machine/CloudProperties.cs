using Fairlead.Testing.Cloud;
using Fairlead.Vpc.Machine;
using FsCheck;
using FsCheck.Fluent;

namespace Fairlead.Vpc.Tests.Machine;

/// <summary>
/// What holds after any calls and faults, however wrong they are. A failure prints the shortest list of moves found:
/// paste it into <see cref="A_list_of_moves_can_be_replayed"/>.
/// </summary>
public sealed class CloudProperties
{
    private const int Sequences = 3000;

    [Fact]
    public void A_cloud_stays_whole_whatever_is_called() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Sequences),
        Prop.ForAll(Arb.From(Moves(), Shorter), (IReadOnlyList<CloudMove> moves) => Faults(moves) is { Count: 0 }
            ? true.ToProperty()
            : false.ToProperty().Label($"{string.Join("; ", Faults(moves))}\n{string.Join(";\n", moves)}")));

    [Theory]
    [InlineData("CreateInterface 0 1 1; Repeat 0 0 0; AttachInterface 0 0 0; Elapse 3999 0 0; Elapse 3999 0 0; DetachInterface 0 1 0")]
    public void A_list_of_moves_can_be_replayed(string moves) => Assert.Empty(Faults(CloudMove.ParseAll(moves)));

    [Fact]
    public void Random_moves_of_every_kind_succeed_and_are_refused()
    {
        var (run, calls) = (new CloudRun(RandomWorld.Small, RandomWorld.Start), new RandomCalls(1));
        var (done, refused) = (new HashSet<MoveKind>(), new HashSet<MoveKind>());
        for (var i = 0; i < 30_000; i++)
        {
            var (move, before) = (calls.Next(), run.Refused);
            Assert.Empty(run.Make(move));
            (run.Refused > before ? refused : done).Add(move.Kind);
        }

        Assert.Equal(Enum.GetValues<MoveKind>(), done.Order());
        MoveKind[] neverRefused = [MoveKind.Elapse, MoveKind.Vanish, MoveKind.Repeat];
        Assert.Equal(Enum.GetValues<MoveKind>().Except(neverRefused), refused.Except(neverRefused).Order());
    }

    private static IReadOnlyList<string> Faults(IEnumerable<CloudMove> moves)
    {
        var run = new CloudRun(RandomWorld.Small, RandomWorld.Start);
        foreach (var move in moves)
        {
            if (run.Make(move) is { Count: > 0 } faults)
            {
                return [.. faults, $"after {move}"];
            }
        }

        return CloudInvariants.Check(run.State);
    }

    private static Gen<IReadOnlyList<CloudMove>> Moves() =>
        from seed in Gen.Choose(0, int.MaxValue - 1)
        from length in Gen.Choose(1, 60)
        select (IReadOnlyList<CloudMove>)[.. Enumerable.Repeat(new RandomCalls(seed), length).Select(calls => calls.Next())];

    /// <summary>Halves first, then single moves, then smaller numbers.</summary>
    private static IEnumerable<IReadOnlyList<CloudMove>> Shorter(IReadOnlyList<CloudMove> moves)
    {
        for (var part = moves.Count / 2; part >= 1; part /= 2)
        {
            for (var from = 0; from < moves.Count; from += part)
            {
                yield return [.. moves.Take(from), .. moves.Skip(from + part)];
            }
        }

        for (var i = 0; i < moves.Count; i++)
        {
            var move = moves[i];
            if ((move.A | move.B | move.C) > 63)
            {
                yield return [.. moves.Take(i), move with { A = move.A % 64, B = move.B % 64, C = move.C % 64 }, .. moves.Skip(i + 1)];
            }
        }
    }
}
