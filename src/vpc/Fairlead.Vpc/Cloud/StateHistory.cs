using Fairlead.Vpc.Machine;

namespace Fairlead.Vpc.Cloud;

/// <summary>The states of the last seconds, for descriptions that are behind. States share what did not change, so a state costs little.</summary>
internal sealed class StateHistory(CloudState first)
{
    private readonly LinkedList<(DateTimeOffset At, CloudState State)> _states = new([(DateTimeOffset.MinValue, first)]);

    /// <summary>Forgets what was.</summary>
    public void Begin(CloudState state)
    {
        _states.Clear();
        _states.AddFirst((DateTimeOffset.MinValue, state));
    }

    /// <param name="keep">How far back anybody may look.</param>
    public void Add(DateTimeOffset at, CloudState state, TimeSpan keep)
    {
        if (keep <= TimeSpan.Zero && _states.Count == 1)
        {
            _states.First!.ValueRef = (at, state);
            return;
        }

        _states.AddLast((at, state));
        var oldest = at - keep;
        // One that is older stays: it is what was true at the oldest moment.
        while (_states.First is { Next: { } second } && second.Value.At <= oldest)
        {
            _states.RemoveFirst();
        }
    }

    public CloudState At(DateTimeOffset time)
    {
        var entry = _states.Last!;
        while (entry.Value.At > time && entry.Previous is { } before)
        {
            entry = before;
        }

        return entry.Value.State.NextDue <= time ? CloudMachine.Elapse(entry.Value.State, time) : entry.Value.State;
    }
}
