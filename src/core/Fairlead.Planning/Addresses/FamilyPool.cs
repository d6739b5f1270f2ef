using Fairlead.Model.Addresses;

namespace Fairlead.Planning.Addresses;

/// <summary>The addresses of one family: each is leased, resting or free, and never two of these.</summary>
internal sealed class FamilyPool
{
    private readonly PoolOptions _options;
    private readonly List<AddressSlice> _slices;
    private readonly Dictionary<InetAddress, AddressLease> _leased = [];
    private readonly RestingAddresses _resting = new();
    private int _turn;
    private uint _leasedInside;

    public FamilyPool(PoolOptions options, bool v6, Random random)
    {
        _options = options;
        _slices =
        [
            .. options.Slices.Where(slice => slice.IsV6 == v6)
                .Select(slice => new AddressSlice(slice, options.Reserved.Where(block => block.IsV6 == v6), random))
                .Where(slice => slice.Capacity > 0),
        ];
        Capacity = _slices.Aggregate(UInt128.Zero, (sum, slice) => sum + slice.Capacity);
    }

    public bool IsServed => Capacity > 0;

    public UInt128 Capacity { get; }

    public int Leased => _leased.Count;

    public int Resting => _resting.Count;

    /// <summary>Neither leased nor resting. Leases from before a change of the slices are not of the capacity.</summary>
    public UInt128 Free => Capacity - (uint)_resting.Count - _leasedInside;

    public IReadOnlyCollection<AddressLease> Leases => _leased.Values;

    public IEnumerable<(InetAddress Address, TimeSpan Since)> AllResting => _resting.All;

    public bool Serves(InetAddress address) => _slices.Exists(slice => slice.Contains(address));

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
            if (_slices[_turn].Take(address => _leased.ContainsKey(address) || _resting.Contains(address)) is { } free)
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
            Rest(lease.Address, now);
        }
    }

    public void Rest(InetAddress address, TimeSpan since)
    {
        if (Serves(address) && !_leased.ContainsKey(address))
        {
            _resting.Add(address, since);
        }
    }
}
