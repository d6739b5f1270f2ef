using Fairlead.Simulation.Time;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Faults;
using Fairlead.Vpc.Gate;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Topology;

namespace Fairlead.Simulation.Clouds;

/// <summary>
/// The emulator's state machine in virtual time, with the account's limits and troubles in front. Calls arrive here at their time; how
/// they travel, and how a client goes about refusals, is not its business.
/// </summary>
public sealed class SimulatedCloud
{
    private static readonly CloudError[] Passing =
    [
        ThrottlingErrors.User, ThrottlingErrors.Api, KnownErrors.Find("InternalError")!, KnownErrors.Find("ServiceUnavailable")!, KnownErrors.Find("Operation.Conflict")!,
    ];

    // Of ENIs and addresses of an instance, and of entries of a route table.
    private static readonly HashSet<string> Quotas = new(StringComparer.Ordinal)
    {
        "EniPerInstanceLimitExceeded", "InvalidOperation.Ipv4CountExceeded", "InvalidOperation.Ipv6CountExceeded", "InvalidOperation.Ipv4PrefixCountExceeded", "InvalidOperation.Ipv6PrefixCountExceeded", "QuotaExceeded",
    };

    private readonly VirtualTime _time;
    private readonly Chance _chance;
    private readonly CallLimits _limits;
    private readonly StateHistory _history;
    private readonly SortedDictionary<string, long> _calls = new(StringComparer.Ordinal);
    private DateTimeOffset? _armed;

    public SimulatedCloud(CloudState state, VirtualTime time, Chance chance)
    {
        (State, _time, _chance) = (state, time, chance);
        _limits = new CallLimits(new VirtualClock(time));
        _history = new StateHistory(state);
    }

    public CloudState State { get; private set; }

    public CloudTroubles Troubles { get; set; } = CloudTroubles.None;

    public CallLatencies Latencies { get; init; } = new();

    /// <summary>Raised after each change.</summary>
    public event Action<CloudMove>? Moved;

    /// <summary>Raised where a call of the account would have exceeded a quota, the number of ENIs on their way included: by the cloud's rules and not by a trouble.</summary>
    public event Action<CloudChange, CloudError>? Exceeded;

    /// <summary>By action: calls that arrived.</summary>
    public IReadOnlyDictionary<string, long> Calls => _calls;

    /// <summary>Calls that were refused as too many for the account, by the limits and not by a trouble.</summary>
    public long Throttled { get; private set; }

    /// <summary>Calls that arrived and change something.</summary>
    public long Changes => _calls.Where(call => !call.Key.StartsWith("Describe", StringComparison.Ordinal)).Sum(call => call.Value);

    /// <summary>Calls that did change something: a refused one changes nothing.</summary>
    public long Changed { get; private set; }

    /// <summary>A call of the account, which its limits count.</summary>
    public CloudAnswer Call(CloudCall call)
    {
        _calls[call.Action] = _calls.GetValueOrDefault(call.Action) + 1;
        if (_limits.Take("simulated", call.Action, State.Settings) is { } tooMany)
        {
            Throttled++;
            return new CloudAnswer(null, tooMany);
        }

        var draw = _chance.Share();
        if (draw < Troubles.Refused)
        {
            return new CloudAnswer(null, Passing[_chance.Below(Passing.Length)]);
        }

        if (draw < Troubles.Refused + Troubles.LostBefore)
        {
            return CloudAnswer.Lost;
        }

        var (reply, error) = call is CloudChange change ? Change(change, isForced: false) : Answer((CloudQuery)call);
        Changed += call is CloudChange && reply is not null ? 1 : 0;
        if (call is CloudChange refused && error is not null && IsOverQuota(refused, error))
        {
            Exceeded?.Invoke(refused, error);
        }

        return draw < Troubles.Refused + Troubles.LostBefore + Troubles.LostAfter ? CloudAnswer.Lost : new CloudAnswer(reply, error);
    }

    /// <summary>Somebody else does it, at the console for instance: no limit counts, and nothing goes wrong.</summary>
    /// <exception cref="InvalidOperationException">The cloud refused it.</exception>
    public CloudReply Do(CloudChange change) => Change(change, isForced: true) is { Reply: { } reply }
        ? reply
        : throw new InvalidOperationException($"{change.Action}: {CloudMachine.Change(State, change, _time.Now).Error}");

    /// <summary>The same where a refusal is all right.</summary>
    public bool TryDo(CloudChange change) => Change(change, isForced: true).Reply is not null;

    /// <summary>An ENI is gone of a sudden.</summary>
    public void Vanish(string networkInterface)
    {
        Elapse();
        Become(CloudMachine.Vanish(State, networkInterface), TouchedIds.OfVanished(State, networkInterface), isForced: true);
    }

    /// <summary>What is due has happened.</summary>
    public void Elapse()
    {
        while (State.NextDue is { } due && due <= _time.Now)
        {
            Become(CloudMachine.Elapse(State, due), TouchedIds.Of(State, due), isForced: false);
        }
    }

    private bool IsOverQuota(CloudChange call, CloudError error)
    {
        var instance = call switch { AttachNetworkInterface attach => attach.InstanceId, DetachNetworkInterface detach => detach.InstanceId, _ => null };
        return Quotas.Contains(error.Code)
            || (instance is not null && State.Index.InterfacesByInstance.Of(instance).Count(id => State.Interfaces[id].Status is InterfaceStatus.Attaching or InterfaceStatus.Detaching) >= State.Settings.AttachesInFlight);
    }

    private (CloudReply? Reply, CloudError? Error) Change(CloudChange change, bool isForced)
    {
        Elapse();
        var step = CloudMachine.Change(State, change, _time.Now);
        if (step.Reply is not null)
        {
            Become(step.Next, TouchedIds.Of(State, change, step.Reply), isForced);
        }

        return (step.Reply, step.Error);
    }

    private (CloudReply? Reply, CloudError? Error) Answer(CloudQuery query)
    {
        Elapse();
        return CloudQueries.Answer(Troubles.Lag == DelayRange.None ? State : _history.At(_time.Now - _chance.Within(Troubles.Lag)), query);
    }

    private void Become(CloudState next, IReadOnlyCollection<string> touched, bool isForced)
    {
        var before = State;
        if (ReferenceEquals(before, next))
        {
            return;
        }

        State = next;
        _history.Add(_time.Now, next, Troubles.Lag.Longest);
        Moved?.Invoke(new CloudMove(before, next, touched, isForced));
        Arm();
    }

    private void Arm()
    {
        if (State.NextDue is { } due && (_armed is null || due < _armed))
        {
            _armed = due;
            _time.At(due, () =>
            {
                _armed = null;
                Elapse();
                Arm();
            });
        }
    }
}
