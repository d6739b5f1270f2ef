using Fairlead.Allocation;
using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Observations;
using Fairlead.Simulation.Calls;
using Fairlead.Simulation.Checks;
using Fairlead.Simulation.Clouds;
using Fairlead.Simulation.Store;
using Fairlead.Simulation.Time;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Simulation.Control;

/// <summary>
/// A controller from its start to its end: it hears of the store a little late, lets its allocator decide, and carries out what comes
/// back. When it ends, what it has sent to the cloud arrives all the same.
/// </summary>
internal sealed class ControllerRun
{
    // Watches of an API server are heard within some tens of milliseconds, writes take about as long. The controller gathers what comes
    // within a moment.
    private static readonly DelayRange Hearing = DelayRange.Seconds(0.005, 0.05);
    private static readonly DelayRange Writing = DelayRange.Seconds(0.005, 0.05);
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(5);

    // Nobody decides that often without time passing.
    private const int MostDecisionsAtOnce = 1000;

    private readonly VirtualTime _time;
    private readonly Chance _chance;
    private readonly ClusterStore _store;
    private readonly Chronicle _chronicle;
    private readonly IAllocator _allocator;
    private readonly CallDesk _desk;
    private readonly long _term;
    private DateTimeOffset _heard;
    private DateTimeOffset _written;
    private DateTimeOffset? _due;
    private DateTimeOffset _decidedAt;
    private int _decisions;
    private bool _isGathering;
    private bool _isOver;

    public ControllerRun(VirtualTime time, Chance chance, ClusterStore store, SimulatedCloud cloud, Chronicle chronicle, IAllocator allocator, string region, long term)
    {
        (_time, _chance, _store, _chronicle, _allocator, _term) = (time, chance, store, chronicle, allocator, term);
        _desk = new CallDesk(cloud, time, chance.Fork(), region, See);
        _store.Changed += Hear;
        foreach (var item in store.List())
        {
            Hear(item);
        }

        Hear(new ClusterListed());
    }

    /// <summary>Nothing is under way that it waits for.</summary>
    public bool IsIdle => _desk.Open == 0;

    public DateTimeOffset? NextDue => _allocator.NextDue;

    /// <summary>Deeds by kind.</summary>
    public SortedDictionary<string, long> Deeds { get; } = new(StringComparer.Ordinal);

    /// <param name="survives">Whether a write that is on its way still arrives.</param>
    public void Stop(bool survives)
    {
        _isOver = true;
        _isCut = !survives;
        _store.Changed -= Hear;
        _desk.Close();
    }

    private bool _isCut;

    private void Hear(Observation observation)
    {
        var at = _time.Now + _chance.Within(Hearing);
        // What is watched comes in the order of its versions.
        _heard = at > _heard ? at : _heard;
        _time.At(_heard, () => See(observation));
    }

    private void See(Observation observation)
    {
        if (_isOver)
        {
            return;
        }

        _allocator.See(observation, _time.Now);
        if (observation is CallEnded)
        {
            _chronicle.Note("ended", observation);
        }

        if (!_isGathering)
        {
            _isGathering = true;
            _time.After(Gathering, Decide);
        }
    }

    private void Decide()
    {
        _isGathering = false;
        if (_isOver)
        {
            return;
        }

        _decisions = _decidedAt == _time.Now ? _decisions + 1 : 0;
        _decidedAt = _time.Now;
        if (_decisions > MostDecisionsAtOnce)
        {
            throw new BrokenRuleException($"the allocator has something to do at {_time.Now:HH:mm:ss.fff} for ever");
        }

        foreach (var deed in _allocator.Decide(_time.Now))
        {
            Begin(deed);
        }

        if (_allocator.NextDue is { } due && (_due is not { } armed || due < armed || armed < _time.Now))
        {
            _due = due;
            _time.At(due, () =>
            {
                if (_due == due)
                {
                    _due = null;
                    Decide();
                }
            });
        }
    }

    private void Begin(Deed deed)
    {
        var kind = deed.GetType().Name;
        Deeds[kind] = Deeds.GetValueOrDefault(kind) + 1;
        _chronicle.Note("deed", deed);
        if (deed is CloudCall call)
        {
            _desk.Begin(call);
            return;
        }

        var at = _time.Now + _chance.Within(Writing);
        _written = at > _written ? at : _written;
        _time.At(_written, () =>
        {
            if (!_isCut)
            {
                StoreWrites.Apply(_store, (StoreWrite)deed, _term);
            }
        });
    }
}
