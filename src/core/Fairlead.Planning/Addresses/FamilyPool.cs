using Fairlead.Model.Addresses;

namespace Fairlead.Planning.Addresses;

/// <summary>
/// The addresses of one family: each is leased, resting, kept or free, and never two of these. What belongs to a pod's name is kept
/// while that pod has it not: it neither rests nor is free.
/// </summary>
internal sealed class FamilyPool
{
    private readonly PoolOptions _options;
    private readonly List<AddressSlice> _slices;
    private readonly Dictionary<InetAddress, AddressLease> _leased = [];
    private readonly RestingAddresses _resting = new();
    private readonly HashSet<InetAddress> _named = [];
    private int _turn;
    private uint _leasedInside;

    public FamilyPool(PoolOptions options, bool v6, Random random)
    {
        IsV6 = v6;
        _options = options;
        _slices =
        [
            .. options.Slices.Where(slice => slice.IsV6 == v6)
                .Select(slice => new AddressSlice(slice, options.Reserved.Where(block => block.IsV6 == v6), random))
                .Where(slice => slice.Capacity > 0),
        ];
        Capacity = _slices.Aggregate(UInt128.Zero, (sum, slice) => sum + slice.Capacity);
    }

    public bool IsV6 { get; }

    public bool IsServed => Capacity > 0;

    public UInt128 Capacity { get; }

    public int Leased => _leased.Count;

    public int Resting => _resting.Count;

    /// <summary>Addresses that belong to pods' names and that nobody has.</summary>
    public int Kept { get; private set; }

    /// <summary>Neither leased, resting nor kept. Leases from before a change of the slices are not of the capacity.</summary>
    public UInt128 Free => Capacity - (uint)_resting.Count - (uint)Kept - _leasedInside;

    public IReadOnlyCollection<AddressLease> Leases => _leased.Values;

    public IEnumerable<(InetAddress Address, TimeSpan Since)> AllResting => _resting.All;

    /// <summary>Whether it is one that pods of this node can have.</summary>
    public bool Serves(InetAddress address) => _slices.Exists(slice => slice.Contains(address));

    /// <summary>Which addresses belong to pods' names from now on; what pods have stays theirs. Others than the slices' are nobody's here.</summary>
    public void Name(IEnumerable<InetAddress> addresses, TimeSpan now)
    {
        var before = _named.ToList();
        _named.Clear();
        _named.UnionWith(addresses.Where(Serves));
        foreach (var address in _named)
        {
            _resting.Remove(address);
        }

        foreach (var address in before.Where(address => !_named.Contains(address)))
        {
            // Its pod may have gone a moment ago.
            Rest(address, now);
        }

        Kept = _named.Count(address => !_leased.ContainsKey(address));
    }

    public bool IsKept(InetAddress address) => _named.Contains(address) && !_leased.ContainsKey(address);

    /// <summary>Whether an address can be had: zero for now, a wait, or null for never (until somebody leaves).</summary>
    public TimeSpan? Look(TimeSpan now)
    {
        _resting.Expire(now - _options.Rest);
        if (Free > 0)
        {
            return TimeSpan.Zero;
        }

        return _resting.Oldest is not { } oldest ? null
            : oldest.Since + _options.LeastRest is var ready && ready <= now ? TimeSpan.Zero
            : ready - now;
    }

    /// <summary>To be called after <see cref="Look"/> said zero at the same time.</summary>
    /// <returns>The address, and whether its rest was cut short.</returns>
    public (InetAddress Address, bool CutShort) Take()
    {
        for (var i = 0; i < _slices.Count; i++)
        {
            // In turns, so that a small slice is not used up while a large one lies idle.
            _turn = (_turn + 1) % _slices.Count;
            if (_slices[_turn].Take(IsTaken) is { } free)
            {
                return (free, false);
            }
        }

        return (_resting.TakeOldest(), true);
    }

    /// <returns>False when somebody else has it.</returns>
    public bool TryPut(AddressLease lease)
    {
        if (!_leased.TryAdd(lease.Address, lease))
        {
            return false;
        }

        _resting.Remove(lease.Address);
        Kept -= _named.Contains(lease.Address) ? 1 : 0;
        _leasedInside += Serves(lease.Address) ? 1u : 0;
        return true;
    }

    public AddressLease? HolderOf(InetAddress address) => _leased.GetValueOrDefault(address);

    public void Release(AddressLease lease, TimeSpan now)
    {
        if (_leased.TryGetValue(lease.Address, out var current) && current.Generation == lease.Generation)
        {
            _leased.Remove(lease.Address);
            _leasedInside -= Serves(lease.Address) ? 1u : 0;
            Kept += _named.Contains(lease.Address) ? 1 : 0;
            Rest(lease.Address, now);
        }
    }

    public void Rest(InetAddress address, TimeSpan since)
    {
        if (Serves(address) && !_leased.ContainsKey(address) && !_named.Contains(address))
        {
            _resting.Add(address, since);
        }
    }

    private bool IsTaken(InetAddress address) => _leased.ContainsKey(address) || _resting.Contains(address) || _named.Contains(address);
}
