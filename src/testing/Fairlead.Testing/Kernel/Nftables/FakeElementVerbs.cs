using Fairlead.Linux.Interop;

namespace Fairlead.Testing.Kernel.Nftables;

/// <summary>NFTA_SET_ELEM_LIST_*: 1 table, 2 set, 3 elements.</summary>
internal static class FakeElementVerbs
{
    public static (FakeTable? Next, int Errno) New(FakeTable table, FakeNftWish wish)
    {
        if (Find(table, wish, out var elements, out var errno) is not { } set)
        {
            return (null, errno);
        }

        var next = set.Elements;
        foreach (var element in elements)
        {
            if (Refusal(table, set, element) is not 0 and var refused)
            {
                return (null, refused);
            }

            // The same again is no news; the same key with other data, or with NLM_F_EXCL, is refused.
            if (next.TryGetValue(element.Place, out var there) && (wish.IsExclusive || there.Data != element.Data))
            {
                return (null, Errno.EEXIST);
            }

            next = next.SetItem(element.Place, element);
        }

        return set.IsPlainInterval && Overlap([.. next.Values])
            ? (null, Errno.EEXIST)
            : (table.With(set with { Elements = next }), 0);
    }

    public static (FakeTable? Next, int Errno) Delete(FakeTable table, FakeNftWish wish)
    {
        if (Find(table, wish, out var elements, out var errno) is not { } set)
        {
            return (null, errno);
        }

        var next = set.Elements;
        foreach (var element in elements)
        {
            if (!next.ContainsKey(element.Place))
            {
                return (null, Errno.ENOENT);
            }

            next = next.Remove(element.Place);
        }

        return (table.With(set with { Elements = next }), 0);
    }

    private static FakeSet? Find(FakeTable table, FakeNftWish wish, out List<FakeElement> elements, out int errno)
    {
        elements = [];
        errno = wish.HasOthers(1, 2, 3) || !wish.Has(3) ? Errno.EOPNOTSUPP : table.Sets.ContainsKey(wish.Text(2)) ? 0 : Errno.ENOENT;
        if (errno != 0)
        {
            return null;
        }

        foreach (var attribute in wish.Attribute(3).Nested)
        {
            elements.Add(FakeElement.Read(attribute, out var isUnknown));
            errno = isUnknown ? Errno.EOPNOTSUPP : errno;
        }

        return errno == 0 ? table.Sets[wish.Text(2)] : null;
    }

    private static int Refusal(FakeTable table, FakeSet set, FakeElement element)
    {
        if (!element.IsCatchAll && element.KeyLength != set.KeyLength)
        {
            return Errno.EINVAL;
        }

        if (!element.IsEnd && set.IsMap != (element.Data.Length > 0))
        {
            return Errno.EINVAL;
        }

        return element.Chain is { } chain && !table.Chains.ContainsKey(chain) ? Errno.ENOENT : 0;
    }

    // In the order of keys beginnings and ends take turns; an interval up to the last key has no end.
    private static bool Overlap(IReadOnlyList<FakeElement> elements)
    {
        var points = elements.Where(element => !element.IsCatchAll).ToList();
        return points.Zip(points.Skip(1)).Any(pair => !pair.First.IsEnd && !pair.Second.IsEnd);
    }
}
