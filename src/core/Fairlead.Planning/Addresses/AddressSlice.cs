using Fairlead.Model.Addresses;

namespace Fairlead.Planning.Addresses;

/// <summary>
/// One range that addresses are taken from in a ring, beginning anywhere. Positions are numbers, never an array: an IPv6 slice
/// has 2^64 of them. After a restart the rests are forgotten, and whoever began at the lowest number again would give the
/// address that was freed last to the next pod.
/// </summary>
internal sealed class AddressSlice
{
    private readonly Cidr _range;
    private readonly InetAddress _first;
    private readonly UInt128 _size;
    private readonly IReadOnlyList<Cidr> _reserved;
    private UInt128 _next;

    public AddressSlice(Cidr range, IEnumerable<Cidr> reserved, Random random)
    {
        _range = range;
        // The network address and (IPv4) the broadcast address are valid on a /32 pod, but software outside takes them for
        // what they were; the first address of an IPv6 subnet is the routers' anycast address: RFC 4291, section 2.6.1.
        var bare = _range.Address.BitLength - _range.Length <= 1;
        _first = bare ? _range.First : _range.First.Plus(1);
        _size = _range.Count - (bare ? 0u : _range.IsV6 ? 1u : 2u);
        _reserved = Within(reserved);
        Capacity = _size - _reserved.Aggregate(UInt128.Zero, (sum, block) => sum + Overlap(block));
        _next = (UInt128)(random.NextDouble() * (double)_size) % _size;
    }

    /// <summary>Addresses that can be given out.</summary>
    public UInt128 Capacity { get; }

    public bool Contains(InetAddress address) =>
        _range.Contains(address) && address.Bits - _first.Bits < _size && !_reserved.Any(block => block.Contains(address));

    /// <summary>The next free address of the ring, or null when there is none.</summary>
    /// <param name="isTaken">Leased or resting.</param>
    public InetAddress? Take(Func<InetAddress, bool> isTaken)
    {
        for (var tried = UInt128.Zero; tried < _size;)
        {
            var address = _first.Plus(_next);
            // A reserved block is one step, or a reserved /80 would take 2^48.
            var step = UInt128.One;
            foreach (var block in _reserved.Where(block => block.Contains(address)))
            {
                step = block.Last.Bits - address.Bits + 1;
            }

            tried += step;
            _next = (_next + step) % _size;
            if (Contains(address) && !isTaken(address))
            {
                return address;
            }
        }

        return null;
    }

    // CIDRs are nested or disjoint, so leaving out the nested ones leaves disjoint ones.
    private Cidr[] Within(IEnumerable<Cidr> blocks)
    {
        var all = blocks.Where(_range.Overlaps).Distinct().ToList();
        return [.. all.Where(block => !all.Any(other => other != block && other.Contains(block)))];
    }

    private UInt128 Overlap(Cidr block)
    {
        var last = _first.Plus(_size - 1);
        var from = block.First.CompareTo(_first) > 0 ? block.First : _first;
        var to = block.Last.CompareTo(last) < 0 ? block.Last : last;
        return from.CompareTo(to) > 0 ? 0 : to.Bits - from.Bits + 1;
    }
}
