using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Faults;

/// <summary>A script in use: how often each rule was met, and the events that are still to come.</summary>
internal sealed class ScriptRun(FaultScript script, EmulatedCloud cloud, TimeProvider clock) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly long _began = clock.GetTimestamp();
    private readonly Draws _draws = new(script.Seed);
    private readonly long[] _met = new long[script.Rules.Length];
    private readonly List<ITimer> _timers = [];
    private bool _isOver;

    public FaultScript Script => script;

    public IReadOnlyList<long> TimesMet => [.. _met];

    public void Start()
    {
        lock (_lock)
        {
            foreach (var happening in script.Events)
            {
                _timers.Add(clock.CreateTimer(_ => Happen(happening), null, happening.At, Timeout.InfiniteTimeSpan));
            }
        }
    }

    /// <summary>All rules that are about a call act: delays add up, the first error and the first loss count.</summary>
    public CallFate Meet(CloudCall call)
    {
        if (script.Rules.IsEmpty)
        {
            return CallFate.Plain;
        }

        var since = clock.GetElapsedTime(_began);
        var fate = CallFate.Plain;
        foreach (var (i, rule) in script.Rules.Index())
        {
            if (rule.IsAbout(call, since))
            {
                fate = Apply(rule, i, Interlocked.Increment(ref _met[i]), fate);
            }
        }

        return fate;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isOver = true;
            _timers.ForEach(timer => timer.Dispose());
        }
    }

    private CallFate Apply(FaultRule rule, int index, long number, CallFate fate)
    {
        // Each rule and each of its calls has its own draws, so that one more rule does not change what the others do.
        var draw = ((ulong)index << 48) + ((ulong)number << 2);
        return !rule.Calls.Includes(number) || _draws.Share(draw) >= rule.Probability ? fate : new CallFate(
            fate.Error ?? rule.Error,
            fate.Loss == AnswerLoss.None ? rule.Loss : fate.Loss,
            fate.Delay + _draws.Within(rule.Delay, draw + 1),
            fate.Lag ?? (rule.Lag is { } lag ? _draws.Within(lag, draw + 2) : null));
    }

    private void Happen(FaultEvent happening)
    {
        lock (_lock)
        {
            if (_isOver)
            {
                return;
            }
        }

        // What the cloud refuses to a user of its console has no effect, as there.
        switch (happening)
        {
            case VanishEvent vanish when Find(vanish.Interface) is { } eni:
                cloud.Vanish(eni.Id);
                break;
            case ConsoleEvent edit:
                cloud.Call(edit.Call.RegionId.Length > 0 ? edit.Call : edit.Call with { RegionId = cloud.State.Vpcs.Values.FirstOrDefault()?.Region ?? "" });
                break;
        }
    }

    private NetworkInterface? Find(string name)
    {
        var all = cloud.State.Interfaces;
        return name.Length > 0
            ? all.GetValueOrDefault(name) ?? all.Values.FirstOrDefault(eni => eni.Name == name)
            : all.Values.Where(eni => eni is { Type: not InterfaceType.Primary, Status: InterfaceStatus.InUse }).MinBy(eni => eni.Id, StringComparer.Ordinal);
    }
}
