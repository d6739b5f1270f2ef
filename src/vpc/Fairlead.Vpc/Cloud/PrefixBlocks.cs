using System.Collections.Immutable;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Cloud;

/// <summary>
/// The 65,536 /80 blocks of a vSwitch's /64: how many single addresses each holds, or that it is somebody's prefix. Blocks that hold
/// nothing are not in it.
/// </summary>
public sealed record PrefixBlocks(ImmutableDictionary<int, int> Uses)
{
    private const int WholePrefix = -1;

    public static PrefixBlocks Empty { get; } = new(ImmutableDictionary<int, int>.Empty);

    public bool IsFree(Cidr prefix) => !Uses.ContainsKey(Block(prefix.First));

    public bool IsPrefix(InetAddress address) => Uses.GetValueOrDefault(Block(address)) == WholePrefix;

    public PrefixBlocks Take(Cidr range) => new(Uses.SetItem(
        Block(range.First), range.IsSingleAddress ? Uses.GetValueOrDefault(Block(range.First)) + 1 : WholePrefix));

    public PrefixBlocks Release(Cidr range)
    {
        var block = Block(range.First);
        var left = range.IsSingleAddress ? Uses[block] - 1 : 0;
        return new(left == 0 ? Uses.Remove(block) : Uses.SetItem(block, left));
    }

    /// <summary>Number of the /80 within its /64.</summary>
    public static int Block(InetAddress address) => (int)(address.Bits >> 48) & 0xffff;
}
