using Fairlead.Linux.Interop;

namespace Fairlead.Testing.Kernel.Nftables;

/// <summary>NFTA_SET_*: 1 table, 2 name, 3 flags, 4 key type, 5 key length, 6 data type, 7 data length, 9 description, 10 id.</summary>
internal static class FakeSetVerbs
{
    // NFT_SET_INTERVAL, _MAP and _CONCAT; NFT_DATA_VALUE_MAXLEN
    private const uint KnownFlags = 4 | 8 | 128;
    private const uint Concatenation = 128;
    private const uint LongestKey = 64;

    public static (FakeTable? Next, int Errno) New(FakeTable table, FakeNftWish wish)
    {
        if (wish.HasOthers(1, 2, 3, 4, 5, 6, 7, 9, 10) || wish.Text(2).Length == 0 || (wish.Number(3) & ~KnownFlags) != 0)
        {
            return (null, Errno.EOPNOTSUPP);
        }

        var set = new FakeSet(wish.Text(2), wish.Number(3), wish.Number(4), wish.Number(5), wish.Number(6), wish.Number(7), wish.Value(9));
        if (set.KeyLength is 0 or > LongestKey || set.IsMap != wish.Has(6) || ((set.Flags & Concatenation) != 0 && set.Description.Length == 0))
        {
            return (null, Errno.EINVAL);
        }

        if (!table.Sets.TryGetValue(set.Name, out var there))
        {
            return (table.With(set), 0);
        }

        return wish.IsExclusive || !there.IsSameKind(set) ? (null, Errno.EEXIST) : (table, 0);
    }

    public static (FakeTable? Next, int Errno) Delete(FakeTable table, FakeNftWish wish)
    {
        if (wish.HasOthers(1, 2) || !wish.Has(2))
        {
            return (null, Errno.EOPNOTSUPP);
        }

        if (!table.Sets.ContainsKey(wish.Text(2)))
        {
            return (null, Errno.ENOENT);
        }

        return table.LooksUp(wish.Text(2)) ? (null, Errno.EBUSY) : (table with { Sets = table.Sets.Remove(wish.Text(2)) }, 0);
    }
}
