using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;

namespace Fairlead.Planning.Enis;

/// <summary>One shared ENI: what of it is leased, what rests, and what may be given. Stays while a pod has any of it.</summary>
internal sealed class EniStock(PodEni eni, Random random)
{
    private readonly Dictionary<InetAddress, AddressLease> _leased = [];
    private readonly RestingAddresses _resting = new();
    // Nothing of it is given from here on, whatever is said, until it comes anew.
    private readonly HashSet<(Cidr? Range, long Generation)> _retired = [];
    // Asked for by every pod that comes, changed by news of the controller alone.
    private (List<Cidr> V4, List<Cidr> V6) _usable = ([], []);
    private int _turn = random.Next(1 << 16);

    public PodEni Eni { get; private set; } = eni;

    /// <summary>Null while the controller does not offer it: only what is leased of it is left.</summary>
    public EniOffer? Offer { get; private set; }

    /// <summary>Whether it is a link of the node and set up.</summary>
    public bool IsReady { get; set; }

    public int Leased => _leased.Count;

    public int Resting => _resting.Count;

    public bool IsIdle => Offer is null && _leased.Count == 0;

    public void See(EniOffer? offer)
    {
        Offer = offer;
        _retired.RemoveWhere(retired => !IsOffered(retired.Range, retired.Generation));
        _usable = FindUsable();
        if (offer is not null)
        {
            // A vSwitch's gateway of a family of which the ENI has nothing is of no use, and may not even be reached.
            var eni = offer.Eni with { Number = Eni.Number, Gateway4 = Has(false) ? offer.Eni.Gateway4 : null, Gateway6 = Has(true) ? offer.Eni.Gateway6 : null };
            // A further gateway has to be set up first.
            IsReady &= (eni.Gateway4, eni.Gateway6) == (Eni.Gateway4, Eni.Gateway6);
            Eni = eni;
        }
    }

    /// <summary>Ranges of a family that may be given.</summary>
    public IReadOnlyList<Cidr> Usable(bool v6) => v6 ? _usable.V6 : _usable.V4;

    public void Expire(TimeSpan until) => _resting.Expire(until);

    /// <summary>The next address that nobody has and that does not rest: of ranges in use first, so that others become free.</summary>
    public InetAddress? Free(bool v6, Func<InetAddress, bool> isReserved)
    {
        var ranges = Usable(v6);
        if (ranges.Count == 0)
        {
            return null;
        }

        _turn++;
        for (var i = 0; i < ranges.Count; i++)
        {
            // Never the lowest number first: who has just gone must not be found under the next one's name.
            var range = ranges[(int)((uint)(_turn + i) % ranges.Count)];
            if (range.IsSingleAddress && IsFree(range.Address, isReserved))
            {
                return range.Address;
            }
        }

        return ranges.Where(range => !range.IsSingleAddress).OrderByDescending(range => _leased.Keys.Count(range.Contains))
            .Select(range => FreeOf(range, isReserved)).FirstOrDefault(address => address is not null);
    }

    /// <summary>The address that has rested longest; null where none rests that may be given.</summary>
    public (InetAddress Address, TimeSpan Since)? Oldest(bool v6, Func<InetAddress, bool> isReserved)
    {
        var ranges = Usable(v6);
        foreach (var rest in _resting.All)
        {
            if (rest.Address.IsV6 == v6 && !isReserved(rest.Address) && ranges.Any(range => range.Contains(rest.Address)))
            {
                return rest;
            }
        }

        return null;
    }

    public bool Offers(InetAddress address) => Usable(address.IsV6).Any(range => range.Contains(address));

    /// <summary>Whether a pod has an address of its ranges.</summary>
    public bool HasAnyOf(EniOffer offer) => _leased.Keys.Any(address => offer.Ranges.Any(range => range.Range.Contains(address)));

    public AddressLease? HolderOf(InetAddress address) => _leased.GetValueOrDefault(address);

    public bool TryPut(AddressLease lease)
    {
        _resting.Remove(lease.Address);
        return _leased.TryAdd(lease.Address, lease);
    }

    public void Release(AddressLease lease, TimeSpan now)
    {
        if (_leased.TryGetValue(lease.Address, out var current) && current.Generation == lease.Generation)
        {
            _leased.Remove(lease.Address);
            _resting.Add(lease.Address, now);
        }
    }

    /// <summary>What was to go and can: nobody has any of it, and it has rested.</summary>
    public IEnumerable<RetiredOffer> Leave()
    {
        if (Offer is not { } offer)
        {
            return [];
        }

        if (offer.Retiring && _leased.Count == 0 && _resting.Count == 0)
        {
            _retired.Add((null, offer.Eni.Generation));
        }

        _retired.UnionWith(offer.Ranges.Where(range => range.Retiring && !IsTouched(range.Range)).Select(range => ((Cidr?)range.Range, range.Generation)));
        _usable = FindUsable();
        return _retired.Select(retired => new RetiredOffer(Eni.Id, retired.Range, retired.Generation));
    }

    private (List<Cidr> V4, List<Cidr> V6) FindUsable()
    {
        if (Offer is not { Retiring: false } offer || _retired.Contains((null, offer.Eni.Generation)))
        {
            return ([], []);
        }

        var given = offer.Ranges.Where(range => !range.Retiring && !_retired.Contains((range.Range, range.Generation))).ToLookup(range => range.Range.IsV6, range => range.Range);
        return ([.. given[false]], [.. given[true]]);
    }

    private bool Has(bool v6) => Offer!.Ranges.Any(range => range.Range.IsV6 == v6) || _leased.Keys.Any(address => address.IsV6 == v6);

    private bool IsOffered(Cidr? range, long generation) => Offer is { } offer && (range is null
        ? offer.Eni.Generation == generation
        : offer.Ranges.Any(offered => offered.Range == range && offered.Generation == generation));

    private bool IsTouched(Cidr range) => _leased.Keys.Any(range.Contains) || _resting.All.Any(rest => range.Contains(rest.Address));

    private bool IsFree(InetAddress address, Func<InetAddress, bool> isReserved) =>
        !_leased.ContainsKey(address) && !_resting.Contains(address) && !isReserved(address);

    private InetAddress? FreeOf(Cidr range, Func<InetAddress, bool> isReserved)
    {
        // Of so many addresses in a row at most this many are taken.
        var tries = (uint)UInt128.Min(range.Count, (uint)(_leased.Count + _resting.Count) + 4096u);
        var start = (UInt128)(uint)_turn * 2654435761u % range.Count;
        for (uint i = 0; i < tries; i++)
        {
            var address = range.First.Plus((start + i) % range.Count);
            if (IsFree(address, isReserved))
            {
                return address;
            }
        }

        return null;
    }
}
