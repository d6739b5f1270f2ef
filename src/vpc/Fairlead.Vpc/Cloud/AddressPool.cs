using System.Numerics;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Cloud;

/// <summary>
/// Who has which IPv4 address of a vSwitch: leaves of 32 addresses, chunks of 32 leaves, of which a change copies those that it is in.
/// What is given next follows what was given last, so that an address that was just released is not given to somebody else at once.
/// </summary>
public sealed class AddressPool
{
    internal const int PerLeaf = 32;
    internal const int LeavesPerChunk = 32;
    internal const int PerChunk = PerLeaf * LeavesPerChunk;
    private const int PerPrefix = 16;

    private readonly uint _first;
    private readonly int _size;
    private readonly AddressChunk[] _chunks;

    internal AddressPool(uint first, int size, AddressChunk[] chunks, int free, int cursor) =>
        (_first, _size, _chunks, Free, Cursor) = (first, size, chunks, free, cursor);

    /// <summary>Addresses that can still be given.</summary>
    public int Free { get; }

    /// <summary>Where the search for a free address begins: an offset into the range.</summary>
    public int Cursor { get; }

    /// <summary>With the first address and the last three taken, which are the cloud's.</summary>
    public static AddressPool Of(Cidr range)
    {
        var size = (int)range.Count;
        var chunks = new AddressChunk[(size + PerChunk - 1) / PerChunk];
        for (var i = 0; i < chunks.Length; i++)
        {
            chunks[i] = AddressChunk.Of(Math.Min(PerChunk, size - (i * PerChunk)));
        }

        var change = new AddressPool((uint)range.First.Bits, size, chunks, size, 0).Change();
        foreach (var offset in new[] { 0, size - 3, size - 2, size - 1 })
        {
            change.Take(range.First.Plus((UInt128)offset).ToCidr(), VSwitchOwner);
        }

        return change.Done().At(1);
    }

    /// <summary>Whom the reserved addresses belong to.</summary>
    private const string VSwitchOwner = "";

    public AddressPool At(int cursor) => new(_first, _size, _chunks, Free, cursor);

    /// <returns>Id of the ENI that has it, be it by a prefix; null where it is free or reserved.</returns>
    public string? OwnerOf(InetAddress address)
    {
        var offset = Offset(address);
        var owner = offset >= 0 && offset < _size ? _chunks[offset / PerChunk].Leaf(offset)?.Owners[offset % PerLeaf] : null;
        return string.IsNullOrEmpty(owner) ? null : owner;
    }

    internal AddressPoolChange Change() => new(this, _first, _size, _chunks);

    private int Offset(InetAddress address) => (int)((uint)address.Bits - _first);

    /// <summary>From the cursor to the end, and from the start to the cursor; chunks without enough are passed over.</summary>
    internal static int Find(AddressChunk[] chunks, int size, int cursor, bool prefix)
    {
        var count = prefix ? PerPrefix : 1;
        var start = cursor / count * count;
        var after = Find(chunks, count, start, size);
        return after >= 0 ? after : Find(chunks, count, 0, start);
    }

    private static int Find(AddressChunk[] chunks, int count, int from, int to)
    {
        for (var at = from; at < to;)
        {
            if (chunks[at / PerChunk].Free < count)
            {
                at = ((at / PerChunk) + 1) * PerChunk;
                continue;
            }

            var taken = chunks[at / PerChunk].Leaf(at)?.Taken ?? 0;
            var found = FindInLeaf(taken, count, at, Math.Min(to, ((at / PerLeaf) + 1) * PerLeaf));
            if (found >= 0)
            {
                return found;
            }

            at = ((at / PerLeaf) + 1) * PerLeaf;
        }

        return -1;
    }

    private static int FindInLeaf(uint taken, int count, int at, int end)
    {
        if (count == 1)
        {
            var offset = (at / PerLeaf * PerLeaf) + BitOperations.TrailingZeroCount(~taken & (uint.MaxValue << (at % PerLeaf)));
            return offset < end ? offset : -1;
        }

        for (; at + count <= end; at += count)
        {
            if ((taken & Mask(at, count)) == 0)
            {
                return at;
            }
        }

        return -1;
    }

    /// <summary>A range of 16 is aligned to 16, so it lies in one leaf.</summary>
    internal static uint Mask(int offset, int count) => (count == 1 ? 1u : 0xffffu) << (offset % PerLeaf);
}
