using System.Diagnostics;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;

namespace Fairlead.Testing.Cloud;

/// <summary>Moves upon a cloud, one after another, each held against the invariants.</summary>
public sealed class CloudRun(CloudState state, DateTimeOffset now)
{
    private CloudChange? _last;
    private CloudReply? _answer;

    public CloudState State { get; private set; } = state;

    public DateTimeOffset Now { get; private set; } = now;

    public long Done { get; private set; }

    public long Refused { get; private set; }

    /// <summary>What finding calls that suit the state took: it is the measurement's own work and none of the machine's.</summary>
    public TimeSpan Choosing { get; private set; }

    /// <returns>What is wrong after it; empty for a whole step.</returns>
    public IReadOnlyList<string> Make(CloudMove move) => move.Kind switch
    {
        MoveKind.Elapse => Elapse(TimeSpan.FromMilliseconds(100 + (move.A % 4000))),
        MoveKind.Vanish => Vanish(move.A),
        MoveKind.Repeat => Repeat(),
        _ => Call(Chosen(move)),
    };

    private CloudChange Chosen(CloudMove move)
    {
        var began = Stopwatch.GetTimestamp();
        var call = new MoveCalls(State, move).Call();
        Choosing += Stopwatch.GetElapsedTime(began);
        return call;
    }

    private IReadOnlyList<string> Call(CloudChange call)
    {
        var before = State;
        var step = CloudMachine.Change(before, call, Now);
        State = step.Next;
        (_last, _answer) = (call, step.Reply);
        if (step.Error is { } error)
        {
            Refused++;
            return ReferenceEquals(before, step.Next) && error.Code.Length > 0 && error.Message.Length > 0 && step.Reply is null
                ? []
                : [$"{call.Action} was refused with {error} and changed something"];
        }

        Done++;
        return step.Reply is null ? [$"{call.Action} got no answer"] : CloudInvariants.CheckStep(before, step.Next, TouchedIds.Of(before, call, step.Reply));
    }

    /// <summary>A client token acts once: the same answer, and nothing happens.</summary>
    private IReadOnlyList<string> Repeat()
    {
        if (_last is not { ClientToken: not null } call || _answer is null)
        {
            return [];
        }

        var before = State;
        var step = CloudMachine.Change(before, call, Now);
        Done++;
        return ReferenceEquals(before, step.Next) && ReferenceEquals(step.Reply, _answer) ? [] : [$"{call.Action} acted twice under one token"];
    }

    private IReadOnlyList<string> Elapse(TimeSpan time)
    {
        Now += time;
        var before = State;
        State = CloudMachine.Elapse(before, Now);
        Done++;
        return State.NextDue <= Now ? ["something is still due"] : CloudInvariants.CheckStep(before, State, TouchedIds.Of(before, Now));
    }

    private IReadOnlyList<string> Vanish(int number)
    {
        var before = State;
        var ids = before.Index.InterfacesByRegion.Of(CloudSeed.Region);
        var id = ids.IsEmpty ? "eni-nobody" : ids[number % ids.Count];
        State = CloudMachine.Vanish(before, id);
        Done++;
        return CloudInvariants.CheckStep(before, State, TouchedIds.OfVanished(before, id));
    }
}
