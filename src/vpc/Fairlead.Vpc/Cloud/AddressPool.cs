using System.Numerics;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Cloud;

/// <summary>
/// Which IPv4 addresses of a vSwitch are taken: a bit for each, in leaves of 2,048, of which a change copies one. What is given next
/// follows what was given last, so that an address that was just released is not given to somebody else at once.
/// </summary>
public sealed class AddressPool
{
    private const int WordsPerLeaf = 32;
    private const int PerLeaf = WordsPerLeaf * 64;
    private const int PerPrefix = 16;

    private readonly uint _first;
    private readonly int _size;
    private readonly ulong[][] _leaves;
    private readonly int[] _free;

    private AddressPool(uint first, int size, ulong[][] leaves, int[] free, int cursor)
    {
        (_first, _size, _leaves, _free, Cursor) = (first, size, leaves, free, cursor);
        Free = free.Sum();
    }

    /// <summary>Addresses that can still be given.</summary>
    public int Free { get; }

    /// <summary>Where the search for a free address begins: an offset into the range.</summary>
    public int Cursor { get; }

    /// <summary>With the first address and the last three taken, which are the cloud's.</summary>
    public static AddressPool Of(Cidr range)
    {
        var size = (int)range.Count;
        var leaves = new ulong[(size + PerLeaf - 1) / PerLeaf][];
        var free = new int[leaves.Length];
        for (var i = 0; i < leaves.Length; i++)
        {
            leaves[i] = new ulong[WordsPerLeaf];
            free[i] = Math.Min(PerLeaf, size - (i * PerLeaf));
        }

        var pool = new AddressPool((uint)range.First.Bits, size, leaves, free, 0);
        foreach (var offset in new[] { 0, size - 3, size - 2, size - 1 })
        {
            pool = pool.Set(offset, 1, true);
        }

        return pool.At(1);
    }

    public AddressPool At(int cursor) => new(_first, _size, _leaves, _free, cursor);

    public bool IsFree(InetAddress address) => AreFree(Offset(address), 1);

    public bool IsFree(Cidr prefix) => AreFree(Offset(prefix.First), PerPrefix);

    /// <returns>The next free one; null where there is none.</returns>
    public InetAddress? Next() => Find(1) is var offset and >= 0 ? InetAddress.V4(_first + (uint)offset) : null;

    /// <returns>The next aligned /28 of which nothing is taken; null where there is none.</returns>
    public Cidr? NextPrefix() => Find(PerPrefix) is var offset and >= 0 ? new Cidr(InetAddress.V4(_first + (uint)offset), 28) : null;

    public AddressPool Take(Cidr range)
    {
        var offset = Offset(range.First);
        var taken = Set(offset, (int)range.Count, true);
        return taken.At((offset + (int)range.Count) % _size);
    }

    public AddressPool Release(Cidr range) => Set(Offset(range.First), (int)range.Count, false);

    private int Offset(InetAddress address) => (int)((uint)address.Bits - _first);

    // A range of 16 is aligned to 16, so it lies in one word.
    private static ulong Mask(int offset, int count) => (count == 1 ? 1UL : 0xffffUL) << (offset % 64);

    private bool AreFree(int offset, int count) =>
        offset >= 0 && offset + count <= _size && (_leaves[offset / PerLeaf][offset % PerLeaf / 64] & Mask(offset, count)) == 0;

    private AddressPool Set(int offset, int count, bool taken)
    {
        var (leaf, word, mask) = (offset / PerLeaf, offset % PerLeaf / 64, Mask(offset, count));
        var leaves = (ulong[][])_leaves.Clone();
        leaves[leaf] = (ulong[])_leaves[leaf].Clone();
        leaves[leaf][word] = taken ? leaves[leaf][word] | mask : leaves[leaf][word] & ~mask;
        var free = (int[])_free.Clone();
        free[leaf] += BitOperations.PopCount(_leaves[leaf][word]) - BitOperations.PopCount(leaves[leaf][word]);
        return new AddressPool(_first, _size, leaves, free, Cursor);
    }

    /// <summary>From the cursor to the end, and from the start to the cursor; leaves without enough are passed over.</summary>
    private int Find(int count)
    {
        var start = Cursor / count * count;
        var after = Find(count, start, _size);
        return after >= 0 ? after : Find(count, 0, start);
    }

    private int Find(int count, int from, int to)
    {
        for (var at = from; at < to;)
        {
            var leaf = at / PerLeaf;
            if (_free[leaf] < count)
            {
                at = (leaf + 1) * PerLeaf;
                continue;
            }

            if (FindInWord(count, at, to) is var found and >= 0)
            {
                return found;
            }

            at = ((at / 64) + 1) * 64;
        }

        return -1;
    }

    private int FindInWord(int count, int at, int to)
    {
        var word = _leaves[at / PerLeaf][at % PerLeaf / 64];
        var end = Math.Min(to, ((at / 64) + 1) * 64);
        if (count == 1)
        {
            var offset = (at / 64 * 64) + BitOperations.TrailingZeroCount(~word & (ulong.MaxValue << (at % 64)));
            return offset < end ? offset : -1;
        }

        for (; at + count <= end; at += count)
        {
            if ((word & Mask(at, count)) == 0)
            {
                return at;
            }
        }

        return -1;
    }
}
