using Fairlead.Model.Addresses;

namespace Fairlead.Planning.Addresses;

/// <summary>The addresses of one family: each is leased, resting or free, and never two of these.</summary>
internal sealed class FamilyPool
{
    private readonly PoolOptions options;
    private readonly List<AddressSlice> slices;
    private readonly Dictionary<InetAddress, AddressLease> leased = [];
    private readonly RestingAddresses resting = new();
    private int turn;
    private uint leasedInside;

    public FamilyPool(PoolOptions options, bool v6, Random random)
    {
        this.options = options;
        slices =
        [
            .. options.Slices.Where(slice => slice.IsV6 == v6)
                .Select(slice => new AddressSlice(slice, options.Reserved.Where(block => block.IsV6 == v6), random))
                .Where(slice => slice.Capacity > 0),
        ];
        Capacity = slices.Aggregate(UInt128.Zero, (sum, slice) => sum + slice.Capacity);
    }

    public bool IsServed => Capacity > 0;

    public UInt128 Capacity { get; }

    public int Leased => leased.Count;

    public int Resting => resting.Count;

    /// <summary>Neither leased nor resting. Leases from before a change of the slices are not of the capacity.</summary>
    public UInt128 Free => Capacity - (uint)resting.Count - leasedInside;

    public IReadOnlyCollection<AddressLease> Leases => leased.Values;

    public IEnumerable<(InetAddress Address, TimeSpan Since)> AllResting => resting.All;

    public bool Serves(InetAddress address) => slices.Exists(slice => slice.Contains(address));

    /// <summary>Whether an address can be had: zero for now, a wait, or null for never (until somebody leaves).</summary>
    public TimeSpan? Look(TimeSpan now)
    {
        resting.Expire(now - options.Rest);
        if (Free > 0)
        {
            return TimeSpan.Zero;
        }

        return resting.Oldest is not { } oldest ? null
            : oldest.Since + options.LeastRest is var ready && ready <= now ? TimeSpan.Zero
            : ready - now;
    }

    /// <summary>To be called after <see cref="Look"/> said zero at the same time.</summary>
    /// <returns>The address, and whether its rest was cut short.</returns>
    public (InetAddress Address, bool CutShort) Take()
    {
        for (var i = 0; i < slices.Count; i++)
        {
            // In turns, so that a small slice is not used up while a large one lies idle.
            turn = (turn + 1) % slices.Count;
            if (slices[turn].Take(address => leased.ContainsKey(address) || resting.Contains(address)) is { } free)
            {
                return (free, false);
            }
        }

        return (resting.TakeOldest(), true);
    }

    /// <returns>False when somebody else has it.</returns>
    public bool TryPut(AddressLease lease)
    {
        if (!leased.TryAdd(lease.Address, lease))
        {
            return false;
        }

        resting.Remove(lease.Address);
        leasedInside += Serves(lease.Address) ? 1u : 0;
        return true;
    }

    public AddressLease? HolderOf(InetAddress address) => leased.GetValueOrDefault(address);

    public void Release(AddressLease lease, TimeSpan now)
    {
        if (leased.TryGetValue(lease.Address, out var current) && current.Generation == lease.Generation)
        {
            leased.Remove(lease.Address);
            leasedInside -= Serves(lease.Address) ? 1u : 0;
            Rest(lease.Address, now);
        }
    }

    public void Rest(InetAddress address, TimeSpan since)
    {
        if (Serves(address) && !leased.ContainsKey(address))
        {
            resting.Add(address, since);
        }
    }
}
