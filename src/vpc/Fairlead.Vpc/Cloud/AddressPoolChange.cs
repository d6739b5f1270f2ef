using System.Numerics;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Cloud;

/// <summary>Several changes of a pool that copy every leaf once. After <see cref="Done"/> it must not be used any more.</summary>
internal sealed class AddressPoolChange
{
    // What we made bears it. It must not be this object: that knows the pool of before, whose leaves know the change that made them, and
    // so on to the first.
    private readonly object _mark = new();
    private readonly AddressPool _before;
    private readonly uint _first;
    private readonly int _size;
    private AddressChunk[] _chunks;
    private int _free;
    private int _cursor;
    private bool _isOurs;

    public AddressPoolChange(AddressPool before, uint first, int size, AddressChunk[] chunks) =>
        (_before, _first, _size, _chunks, _free, _cursor) = (before, first, size, chunks, before.Free, before.Cursor);

    public bool IsFree(InetAddress address) => AreFree(Offset(address), 1);

    public bool IsFree(Cidr prefix) => AreFree(Offset(prefix.First), (int)prefix.Count);

    /// <returns>The next free one; null where there is none.</returns>
    public InetAddress? Next() => AddressPool.Find(_chunks, _size, _cursor, prefix: false) is var offset and >= 0 ? InetAddress.V4(_first + (uint)offset) : null;

    /// <returns>The next aligned /28 of which nothing is taken; null where there is none.</returns>
    public Cidr? NextPrefix() => AddressPool.Find(_chunks, _size, _cursor, prefix: true) is var offset and >= 0 ? new Cidr(InetAddress.V4(_first + (uint)offset), 28) : null;

    public void Take(Cidr range, string owner)
    {
        Set(Offset(range.First), (int)range.Count, owner);
        _cursor = (Offset(range.First) + (int)range.Count) % _size;
    }

    public void Release(Cidr range) => Set(Offset(range.First), (int)range.Count, null);

    public AddressPool Done() => _isOurs ? new AddressPool(_first, _size, _chunks, _free, _cursor) : _before;

    private int Offset(InetAddress address) => (int)((uint)address.Bits - _first);

    private bool AreFree(int offset, int count) => offset >= 0 && offset + count <= _size
        && ((_chunks[offset / AddressPool.PerChunk].Leaf(offset)?.Taken ?? 0) & AddressPool.Mask(offset, count)) == 0;

    private void Set(int offset, int count, string? owner)
    {
        var chunk = OwnChunk(offset / AddressPool.PerChunk);
        var leaf = OwnLeaf(chunk, offset);
        var mask = AddressPool.Mask(offset, count);
        var taken = owner is null ? leaf.Taken & ~mask : leaf.Taken | mask;
        var freed = BitOperations.PopCount(leaf.Taken) - BitOperations.PopCount(taken);
        (leaf.Taken, chunk.Free, _free) = (taken, chunk.Free + freed, _free + freed);
        leaf.Owners.AsSpan(offset % AddressPool.PerLeaf, count).Fill(owner);
    }

    private AddressChunk OwnChunk(int at)
    {
        if (!_isOurs)
        {
            _chunks = Copy(_chunks);
            _isOurs = true;
        }

        var chunk = _chunks[at];
        return chunk.Change == _mark ? chunk : _chunks[at] = new AddressChunk(Copy(chunk.Leaves), chunk.Free, _mark);
    }

    private AddressLeaf OwnLeaf(AddressChunk chunk, int offset)
    {
        var at = offset % AddressPool.PerChunk / AddressPool.PerLeaf;
        return chunk.Leaves[at] switch
        {
            null => chunk.Leaves[at] = new AddressLeaf(0, new string?[AddressPool.PerLeaf], _mark),
            var leaf when leaf.Change == _mark => leaf,
            var leaf => chunk.Leaves[at] = new AddressLeaf(leaf.Taken, Copy(leaf.Owners), _mark),
        };
    }

    private static T[] Copy<T>(T[] items)
    {
        var copy = new T[items.Length];
        items.AsSpan().CopyTo(copy);
        return copy;
    }
}
