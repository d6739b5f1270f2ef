using Fairlead.Testing.Clocks;
using Fairlead.Testing.Cloud;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Faults;
using Fairlead.Vpc.Gate;
using Fairlead.Vpc.Machine;
using FsCheck;
using FsCheck.Fluent;

namespace Fairlead.Vpc.Tests.Gate;

/// <summary>
/// Random calls against a cloud that refuses, loses, lags and lets ENIs vanish, by a caller who tries again with the same token: the state
/// stays whole, and what was asked for once is there once.
/// </summary>
public sealed class FaultyRunTests
{
    private const int Tries = 40;

    [Fact]
    public void Whatever_goes_wrong_a_token_acts_once_and_the_state_stays_whole() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(300),
        Prop.ForAll(Gen.Choose(0, int.MaxValue).ToArbitrary(), Gen.Choose(1, 60).ToArbitrary(), (seed, moves) =>
        {
            var wrong = Wrong(seed, moves);
            return (wrong.Length == 0).Label($"seed {seed}, {moves} moves: {wrong}");
        }));

    private static string Wrong(int seed, int moves)
    {
        var clock = new ManualClock();
        var random = new Random(seed);
        using var cloud = new EmulatedCloud(RandomWorld.Small, clock);
        using var gate = new CloudGate(cloud, clock, RandomWorld.Small.Settings with { CallsPerMinute = 0, RateLimits = CloudSettings.Immediate.RateLimits });
        gate.Use(Script(random));
        var calls = new RandomCalls(seed);
        var made = new Dictionary<string, string>();
        for (var i = 0; i < moves; i++)
        {
            var move = calls.Next();
            if (move.Kind is MoveKind.Elapse or MoveKind.Vanish or MoveKind.Repeat)
            {
                clock.Advance(TimeSpan.FromMilliseconds(move.A % 4000));
                continue;
            }

            var call = new MoveCalls(cloud.State, move).Call() with { ClientToken = $"token-{i}" };
            if (Insist(gate, clock, call) is InterfaceReply reply && !made.TryAdd($"token-{i}", reply.Interface.Id))
            {
                return "a token was answered two ENIs";
            }
        }

        return made.Values.Distinct().Count() != made.Count
            ? "two tokens were answered one ENI"
            : string.Join("; ", CloudInvariants.Check(cloud.State));
    }

    /// <summary>Until there is an answer that is not of the script.</summary>
    private static CloudReply? Insist(CloudGate gate, ManualClock clock, CloudChange call)
    {
        for (var i = 0; i < Tries; i++)
        {
            var pending = gate.CallAsync("a", call);
            while (!pending.IsCompleted)
            {
                clock.Advance(TimeSpan.FromMilliseconds(100));
            }

            if (pending.Result is { IsLost: false } answer && answer.Error is not { Status: >= 500 })
            {
                return answer.Reply;
            }
        }

        return null;
    }

    private static FaultScript Script(Random random) => new()
    {
        Seed = (ulong)random.Next(),
        Rules =
        [
            new FaultRule { Probability = 0.1, Error = KnownErrors.Find("ServiceUnavailable") },
            new FaultRule { Probability = 0.15, Loss = AnswerLoss.After },
            new FaultRule { Probability = 0.1, Loss = AnswerLoss.Before },
            new FaultRule { Calls = new CallCount(3, long.MaxValue, 5), Delay = DelayRange.Seconds(0.1, 2) },
        ],
        Events = [.. Enumerable.Range(1, 5).Select(i => (FaultEvent)new VanishEvent(TimeSpan.FromSeconds(random.Next(1, 20 * i)), ""))],
        Settings = new SettingsWish { DescribeLag = DelayRange.Seconds(0, 3) },
    };
}
