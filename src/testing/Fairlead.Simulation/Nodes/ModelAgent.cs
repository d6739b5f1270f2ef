using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Checks;
using Fairlead.Simulation.Time;

namespace Fairlead.Simulation.Nodes;

/// <summary>
/// A node's agent as far as the controller can tell: it gives addresses to pods, lets them rest, heeds what is to go and says when
/// nobody has it any more. It knows only what it heard.
/// </summary>
internal sealed class ModelAgent(string node, string instance, AddressFamilies families, VirtualTime time, LeaseBook book, Action<AgentStatus> report)
{
    private readonly AgentPool _pool = new(families);
    private readonly Dictionary<string, (PodWish Pod, List<AddressSlot> Slots)> _leases = [];
    private readonly List<(PodWish Pod, Action<IReadOnlyList<InetAddress>> Done)> _waiting = [];
    private readonly HashSet<MacAddress> _nics = [];
    private DateTimeOffset _heard;
    private DateTimeOffset _deafUntil;
    private long _observed;
    private bool _isReporting;
    private bool _isOver;

    public string Instance { get; } = instance;

    public int Waiting => _waiting.Count;

    public IEnumerable<string> Pods => _leases.Keys;

    /// <summary>How long the agent takes from a change to its report of it.</summary>
    public TimeSpan ReportAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    public void Stop()
    {
        _isOver = true;
        foreach (var (pod, slots) in _leases.Values)
        {
            slots.ForEach(slot => book.Give(slot.Address, node, pod.Key));
        }
    }

    /// <summary>For so long it hears nothing of the store, and the store nothing of it; pods go on.</summary>
    public void Deafen(TimeSpan span) => _deafUntil = time.Now + span;

    /// <summary>It hears of the object some time later, and of its versions in their order.</summary>
    public void Tell(NodeNetwork network, TimeSpan wait)
    {
        var at = time.Now + wait > _deafUntil ? time.Now + wait : _deafUntil;
        _heard = at > _heard ? at : _heard;
        time.At(_heard, () => Hear(network));
    }

    private void Hear(NodeNetwork network)
    {
        if (_isOver || network.Spec.Term < _pool.Spec.Term || network.Spec.Instance != Instance)
        {
            return;
        }

        if (network.Metadata.Generation == _observed)
        {
            return;
        }

        _observed = network.Metadata.Generation;
        _pool.Take(network.Spec, _nics.Contains);
        Settle();
    }

    public void NicCame(MacAddress mac)
    {
        _nics.Add(mac);
        See(mac, true);
    }

    public void NicWent(MacAddress mac)
    {
        _nics.Remove(mac);
        See(mac, false);
    }

    /// <summary>ADD: the pod gets its addresses now, or as soon as there are some.</summary>
    public void Add(PodWish pod, Action<IReadOnlyList<InetAddress>> done)
    {
        if (!_isOver && !TryGive(pod, done))
        {
            _waiting.Add((pod, done));
            WakeForRest();
        }
    }

    /// <summary>DEL, whether or not it ever got something.</summary>
    public void Delete(string pod)
    {
        _waiting.RemoveAll(entry => entry.Pod.Key == pod);
        if (!_leases.Remove(pod, out var lease))
        {
            return;
        }

        foreach (var slot in lease.Slots)
        {
            _pool.Free(slot, time.Now);
            book.Give(slot.Address, node, pod);
        }

        // What is to go is given up when it has rested.
        time.After(_pool.Rest, Settle);
        Settle();
    }

    private void See(MacAddress mac, bool isThere)
    {
        foreach (var eni in _pool.Interfaces.Values)
        {
            eni.IsSeen = eni.Wish.Mac == mac ? isThere : eni.IsSeen;
        }

        Settle();
    }

    private void Settle()
    {
        if (_isOver)
        {
            return;
        }

        Retire();
        for (var i = 0; i < _waiting.Count;)
        {
            if (TryGive(_waiting[i].Pod, _waiting[i].Done))
            {
                _waiting.RemoveAt(i);
            }
            else
            {
                i++;
            }
        }

        WakeForRest();
        Report();
    }

    private void WakeForRest()
    {
        if (_waiting.Count > 0 && _pool.NextRested() is { } rested && rested > time.Now)
        {
            time.At(rested, Settle);
        }
    }

    private bool TryGive(PodWish pod, Action<IReadOnlyList<InetAddress>> done)
    {
        if (_pool.Find(pod, time.Now) is not { } slots)
        {
            return false;
        }

        foreach (var slot in slots)
        {
            book.Take(new BookedLease(slot.Address, node, Instance, pod.Key, slot.Offer?.Interface.Wish.Id ?? ""));
            _pool.Lease(slot, pod.Key, time.Now);
        }

        _leases[pod.Key] = (pod, slots);
        Report();
        done([.. slots.Select(slot => slot.Address)]);
        return true;
    }

    private void Retire()
    {
        foreach (var eni in _pool.Interfaces.Values)
        {
            var isEmpty = true;
            foreach (var range in eni.Ranges.Values)
            {
                var isRested = range.Slots.All(slot => slot.HasRested(time.Now, _pool.Rest));
                isEmpty &= isRested;
                range.IsRetired |= range.Retiring && isRested;
            }

            eni.IsRetired |= eni.Wish.Retiring && isEmpty && eni.Pod.Length == 0;
        }
    }

    private void Report()
    {
        if (!_isReporting)
        {
            _isReporting = true;
            var at = time.Now + ReportAfter;
            time.At(at > _deafUntil ? at : _deafUntil, () =>
            {
                _isReporting = false;
                if (!_isOver)
                {
                    report(Status());
                }
            });
        }
    }

    private AgentStatus Status() => new()
    {
        Instance = Instance,
        BootId = Instance,
        ObservedGeneration = _observed,
        Leases = [.. _leases.Values.SelectMany(lease => lease.Slots.Select(slot => Use(lease.Pod, slot)))],
        Retired =
        [
            .. _pool.Interfaces.Values.Where(eni => eni.IsRetired).Select(eni => new RetiredRange(eni.Wish.Id, null, eni.Wish.Generation)),
            .. _pool.Interfaces.Values.SelectMany(eni => eni.Ranges.Values).Where(range => range.IsRetired).Select(range => new RetiredRange(range.Interface.Wish.Id, range.Range, range.Generation)),
        ],
        Seen = [.. _pool.Interfaces.Values.Where(eni => eni.IsSeen).Select(eni => eni.Wish.Mac)],
        Resting = _pool.AllSlots().Count(slot => slot.Use == SlotUse.Resting && time.Now - slot.Since < _pool.Rest),
    };

    private static AddressUse Use(PodWish pod, AddressSlot slot) =>
        new(slot.Address, slot.Offer?.Interface.Wish.Id ?? "", "c-" + pod.Uid, "eth0", pod.Uid, (ulong)(slot.Offer?.Generation ?? 0)) { PodNamespace = pod.Namespace, PodName = pod.Name };
}
