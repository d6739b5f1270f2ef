using Fairlead.Linux.Interop;

namespace Fairlead.Testing.Kernel.Nftables;

/// <summary>NFTA_CHAIN_*: 1 table, 3 name, 4 hook, 5 policy, 7 type.</summary>
internal static class FakeChainVerbs
{
    private const uint Accept = 1;

    public static (FakeTable? Next, int Errno) New(FakeTable table, FakeNftWish wish)
    {
        if (wish.HasOthers(1, 3, 4, 5, 7) || wish.Text(3).Length == 0 || wish.Text(7) is not ("" or "filter" or "nat" or "route"))
        {
            return (null, Errno.EOPNOTSUPP);
        }

        var chain = new FakeChain(wish.Text(3), wish.Text(7), wish.Value(4), wish.Has(5) ? wish.Number(5) : Accept);
        if (!table.Chains.TryGetValue(chain.Name, out var there))
        {
            return (table.With(chain), 0);
        }

        // Another hook is another chain; a policy can be changed.
        return wish.IsExclusive || (chain.IsBase && (!there.Hook.AsSpan().SequenceEqual(chain.Hook) || there.Type != chain.Type))
            ? (null, Errno.EEXIST)
            : (table.With(there with { Policy = wish.Has(5) ? chain.Policy : there.Policy }), 0);
    }

    /// <summary>Its rules go with it; what leads to it from elsewhere keeps it.</summary>
    public static (FakeTable? Next, int Errno) Delete(FakeTable table, FakeNftWish wish)
    {
        if (wish.HasOthers(1, 3) || !wish.Has(3))
        {
            return (null, Errno.EOPNOTSUPP);
        }

        if (!table.Chains.ContainsKey(wish.Text(3)))
        {
            return (null, Errno.ENOENT);
        }

        var next = table with { Chains = table.Chains.Remove(wish.Text(3)) };
        return next.LeadsTo(wish.Text(3)) ? (null, Errno.EBUSY) : (next, 0);
    }
}
