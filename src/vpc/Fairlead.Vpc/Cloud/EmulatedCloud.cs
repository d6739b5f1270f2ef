using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Machine;

namespace Fairlead.Vpc.Cloud;

/// <summary>A cloud in this process: the state machine with a clock and one writer at a time.</summary>
public sealed class EmulatedCloud(CloudState state, TimeProvider clock)
{
    private readonly Lock _lock = new();
    private CloudState _state = state;

    /// <summary>Raised after each change, in the order of changes, on the thread that made it.</summary>
    public event Action<CloudState>? Changed;

    /// <summary>The state as of the last change; <see cref="Elapse"/> takes it to now.</summary>
    public CloudState State => Volatile.Read(ref _state);

    public (CloudReply? Reply, CloudError? Error) Call(CloudCall call)
    {
        lock (_lock)
        {
            Become(CloudMachine.Elapse(_state, clock.GetUtcNow()));
            if (call is not CloudChange change)
            {
                return CloudQueries.Answer(_state, (CloudQuery)call);
            }

            var step = CloudMachine.Change(_state, change, clock.GetUtcNow());
            Become(step.Next);
            return (step.Reply, step.Error);
        }
    }

    /// <summary>Another cloud altogether takes the place of what there was.</summary>
    public void Replace(CloudState state)
    {
        lock (_lock)
        {
            Become(state);
        }
    }

    /// <summary>Lets happen what is due.</summary>
    public void Elapse()
    {
        lock (_lock)
        {
            Become(CloudMachine.Elapse(_state, clock.GetUtcNow()));
        }
    }

    private void Become(CloudState next)
    {
        if (!ReferenceEquals(next, _state))
        {
            Volatile.Write(ref _state, next);
            Changed?.Invoke(next);
        }
    }
}
