namespace Fairlead.Vpc.Cloud;

/// <summary>32 addresses: a bit for each that is taken, and by whom.</summary>
internal sealed class AddressLeaf(uint taken, string?[] owners, object? change)
{
    public uint Taken { get; set; } = taken;

    public string?[] Owners { get; } = owners;

    /// <summary>Mark of the change that made it and may still write to it.</summary>
    public object? Change { get; } = change;
}

/// <summary>32 leaves; one of which nothing is taken is null.</summary>
internal sealed class AddressChunk(AddressLeaf?[] leaves, int free, object? change)
{
    public AddressLeaf?[] Leaves { get; } = leaves;

    public int Free { get; set; } = free;

    public object? Change { get; } = change;

    public static AddressChunk Of(int free) => new(new AddressLeaf?[AddressPool.LeavesPerChunk], free, null);

    public AddressLeaf? Leaf(int offset) => Leaves[offset % AddressPool.PerChunk / AddressPool.PerLeaf];
}
