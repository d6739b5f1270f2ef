using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;

namespace Fairlead.Planning.Enis;

/// <summary>
/// Addresses of the node's shared ENIs, answered from memory: of the fullest ENI that has one of each family, so that others become
/// free; free ones first, then the one that has rested longest. What is to go is not given, and said to be gone when nobody has it.
/// Any thread may call it.
/// </summary>
/// <param name="mostEnis">The largest number that an ENI can have.</param>
public sealed partial class EniAddressPool(PoolOptions options, TimeProvider clock, Random random, int mostEnis)
{
    private readonly long _start = clock.GetTimestamp();
    private readonly Lock _gate = new();
    private readonly LeaseGenerations _generations = new(clock);
    private readonly Dictionary<string, EniStock> _enis = [];
    private readonly Dictionary<AttachmentId, EniLease> _owners = [];
    private Dictionary<(string, string), FixedOffer> _fixed = [];
    private HashSet<InetAddress> _reserved = [];
    private TimeSpan _rest = options.Rest;
    private long _cutShort;

    private TimeSpan Now => clock.GetElapsedTime(_start);

    /// <summary>False where the node's kernel has no IPv6: pods get none there, whatever their ENIs have.</summary>
    public bool HasIpv6 { get; init; } = true;

    /// <summary>Leases whose address had rested for less than the full time.</summary>
    public long CutShort => Volatile.Read(ref _cutShort);

    /// <summary>What the controller offers from now on; what pods have of anything else stays theirs.</summary>
    public void See(IReadOnlyList<EniOffer> offers, IReadOnlyList<FixedOffer> fixedOffers, TimeSpan rest)
    {
        lock (_gate)
        {
            _rest = rest;
            _fixed = fixedOffers.DistinctBy(entry => (entry.Namespace, entry.Pod)).ToDictionary(entry => (entry.Namespace, entry.Pod));
            _reserved = [.. fixedOffers.SelectMany(entry => entry.Addresses)];
            var byId = offers.DistinctBy(offer => offer.Eni.Id).ToDictionary(offer => offer.Eni.Id);
            foreach (var offer in byId.Values.Where(offer => !_enis.ContainsKey(offer.Eni.Id)))
            {
                if (!TryName(offer))
                {
                    Add(offer.Eni);
                }
            }

            foreach (var stock in _enis.Values.ToList())
            {
                stock.See(byId.GetValueOrDefault(stock.Eni.Id));
                RemoveIfIdle(stock);
            }
        }
    }

    /// <summary>Which ENIs are links of the node and set up: only their addresses are given.</summary>
    public void Ready(IReadOnlySet<MacAddress> macs)
    {
        lock (_gate)
        {
            foreach (var stock in _enis.Values)
            {
                stock.IsReady = macs.Contains(stock.Eni.Mac);
            }
        }
    }

    /// <summary>ENIs that are offered or that pods have addresses of, with their numbers.</summary>
    public IReadOnlyList<PodEni> Enis
    {
        get
        {
            lock (_gate)
            {
                return [.. _enis.Values.Select(stock => stock.Eni).Where(eni => eni.Number > 0).OrderBy(eni => eni.Number)];
            }
        }
    }

    public EniPoolUse Use
    {
        get
        {
            lock (_gate)
            {
                Expire();
                return new EniPoolUse(_owners.Count, _enis.Values.Sum(stock => stock.Resting), _enis.Count, _enis.Values.Count(stock => stock.IsReady));
            }
        }
    }

    public IReadOnlyList<EniLease> Leases
    {
        get
        {
            lock (_gate)
            {
                return [.. _owners.Values];
            }
        }
    }

    /// <summary>What was to go and that nobody has any more. From here on it is not given again, whatever is offered.</summary>
    public IReadOnlyList<RetiredOffer> Retired()
    {
        lock (_gate)
        {
            Expire();
            // Who was here before a restart may have gone a moment ago.
            return Now < options.LeastRest ? [] : [.. _enis.Values.SelectMany(stock => stock.Leave())];
        }
    }

    /// <summary>Asks for one address of each family that the class's ENIs have, of one ENI. Who has them already gets the same again.</summary>
    public EniOutcome Lease(EniRequest request)
    {
        lock (_gate)
        {
            if (_owners.TryGetValue(request.Owner, out var held))
            {
                return new EniOutcome(held, null, "");
            }

            Expire();
            var outcome = _fixed.TryGetValue((request.Namespace, request.Pod), out var entry) && entry.Addresses.Count > 0 ? LeaseFixed(request, entry)
                : request.AwaitsFixed && entry is null ? new EniOutcome(null, null, "which addresses belong to the pod's name has not been said yet")
                : LeaseAny(request);
            if (outcome.Lease is { } lease)
            {
                _owners[request.Owner] = lease;
            }

            return outcome;
        }
    }

    /// <summary>The owner's addresses begin to rest. Who holds none has released them already.</summary>
    public void Release(AttachmentId owner)
    {
        lock (_gate)
        {
            if (_owners.Remove(owner, out var held) && Find(held.Eni) is { } stock)
            {
                held.Addresses.ToList().ForEach(lease => stock.Release(lease, Now));
                RemoveIfIdle(stock);
            }
        }
    }

    /// <summary>Takes over what a journal says is owned.</summary>
    /// <returns>Attachments one of whose addresses an earlier one has: they hold nothing here.</returns>
    public IReadOnlyList<PodAttachment> Restore(IEnumerable<PodAttachment> attachments)
    {
        lock (_gate)
        {
            return [.. attachments.Where(attachment => !TryRestore(attachment))];
        }
    }

    private bool TryRestore(PodAttachment pod)
    {
        if (pod.Eni is not { } eni || _owners.ContainsKey(pod.Id))
        {
            return false;
        }

        var stock = Find(eni) ?? (_enis[KeyOf(eni)] = new EniStock(eni, random));
        if (pod.Addresses.Any(address => stock.HolderOf(address) is not null))
        {
            return false;
        }

        var leases = pod.Addresses.Select(address => new AddressLease(address, pod.Id, pod.PodUid, _generations.Next())).ToList();
        leases.ForEach(lease => stock.TryPut(lease));
        _owners[pod.Id] = new EniLease(eni.Id.Length > 0 ? eni : stock.Eni, pod.PodNamespace, pod.PodName, leases.Find(lease => !lease.Address.IsV6), leases.Find(lease => lease.Address.IsV6));
        return true;
    }

    // Where the journal was lost and the link is gone, the kernel knows an ENI by its number alone.
    private static string KeyOf(PodEni eni) => eni.Id.Length > 0 ? eni.Id : $"number {eni.Number}";

    private EniStock? Find(PodEni eni) =>
        _enis.GetValueOrDefault(KeyOf(eni)) ?? (eni.Id.Length > 0 ? null : _enis.Values.FirstOrDefault(stock => stock.Eni.Number == eni.Number));

    /// <summary>Whether it is one that was known by its number alone: what pods have of it tells.</summary>
    private bool TryName(EniOffer offer)
    {
        if (_enis.Values.FirstOrDefault(stock => stock.Eni.Id.Length == 0 && stock.HasAnyOf(offer)) is not { } stock)
        {
            return false;
        }

        var number = stock.Eni.Number;
        _enis.Remove(KeyOf(stock.Eni));
        _enis[offer.Eni.Id] = stock;
        foreach (var (owner, lease) in _owners.Where(entry => entry.Value.Eni is { Id: "" } eni && eni.Number == number).ToList())
        {
            _owners[owner] = lease with { Eni = offer.Eni with { Number = number } };
        }

        stock.See(offer);
        return true;
    }

    private void Add(PodEni eni)
    {
        var taken = _enis.Values.Select(stock => stock.Eni.Number).ToHashSet();
        var number = Enumerable.Range(1, mostEnis).FirstOrDefault(number => !taken.Contains(number));
        _enis[eni.Id] = new EniStock(eni with { Number = number }, random);
    }

    private void RemoveIfIdle(EniStock stock)
    {
        if (stock.IsIdle)
        {
            _enis.Remove(KeyOf(stock.Eni));
        }
    }

    private void Expire()
    {
        foreach (var stock in _enis.Values)
        {
            stock.Expire(Now - _rest);
        }
    }
}
