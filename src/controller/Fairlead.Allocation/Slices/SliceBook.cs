using Fairlead.Model.Addresses;

namespace Fairlead.Allocation.Slices;

/// <summary>Which node has which slice of the pod ranges. No address is ever in two of them.</summary>
internal sealed class SliceBook
{
    private readonly Dictionary<Cidr, string> _owners = [];
    // Slices that are not of the usual length, as somebody wrote them into Node.spec.podCIDRs: few.
    private readonly List<Cidr> _odd = [];
    // Of all slices that there ever were.
    private readonly HashSet<int> _lengths = [];
    // By range: below it, no slice is free.
    private readonly Dictionary<(Cidr Range, int Length), UInt128> _cursors = [];

    public IReadOnlyDictionary<Cidr, string> Owners => _owners;

    /// <returns>Whose slice the address is of; null for nobody's.</returns>
    public string? OwnerOf(InetAddress address)
    {
        foreach (var length in _lengths)
        {
            if (length <= address.BitLength && _owners.GetValueOrDefault(new Cidr(address, length).Network) is { } owner)
            {
                return owner;
            }
        }

        return null;
    }

    /// <returns>Whose it is already, or whose it overlaps; null when it is the node's now.</returns>
    public string? Claim(string node, Cidr slice, int usualLength)
    {
        if (_owners.TryGetValue(slice, out var owner))
        {
            return owner == node ? null : owner;
        }

        if (Overlapping(slice, slice.Length != usualLength) is { } other)
        {
            return _owners[other];
        }

        Take(node, slice, usualLength);
        return null;
    }

    /// <param name="taken">What hosts have: no slice is of it.</param>
    /// <returns>The first free slice of the ranges, now the node's; null when they are full.</returns>
    public Cidr? Give(string node, IEnumerable<Cidr> ranges, int length, IReadOnlyList<Cidr> taken)
    {
        foreach (var range in ranges.Where(range => range.Length <= length))
        {
            var count = UInt128.One << (length - range.Length);
            var from = _cursors.GetValueOrDefault((range, length));
            for (var index = from; index < count; index++)
            {
                var slice = At(range, index, length);
                if (taken.Where(other => other.Overlaps(slice)).Select(other => (Cidr?)other).FirstOrDefault() is { } hosts)
                {
                    // All of it at once: of IPv6 it may be more slices than anybody counts.
                    index = (hosts.Last.Bits - range.First.Bits) >> (range.First.BitLength - length);
                    continue;
                }

                if (!_owners.ContainsKey(slice) && Overlapping(slice, all: false) is null)
                {
                    _cursors[(range, length)] = index + 1;
                    Take(node, slice, length);
                    return slice;
                }
            }

            _cursors[(range, length)] = count;
        }

        return null;
    }

    public void Release(Cidr slice)
    {
        _owners.Remove(slice);
        _odd.Remove(slice);
        _cursors.Clear();
    }

    private static Cidr At(Cidr range, UInt128 index, int length) =>
        new(range.First.Plus(index << (range.First.BitLength - length)), length);

    private void Take(string node, Cidr slice, int usualLength)
    {
        _owners.Add(slice, node);
        _lengths.Add(slice.Length);
        if (slice.Length != usualLength)
        {
            _odd.Add(slice);
        }
    }

    private Cidr? Overlapping(Cidr slice, bool all)
    {
        foreach (var other in all ? _owners.Keys : (IEnumerable<Cidr>)_odd)
        {
            if (other.Overlaps(slice))
            {
                return other;
            }
        }

        return null;
    }
}
