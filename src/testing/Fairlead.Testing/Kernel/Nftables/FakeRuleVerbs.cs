using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel.Nftables;

/// <summary>NFTA_RULE_*: 1 table, 2 chain, 3 handle, 4 expressions, 7 user data.</summary>
internal static class FakeRuleVerbs
{
    public static (FakeTable? Next, int Errno) New(FakeTable table, FakeNftWish wish, ulong handle)
    {
        if (wish.HasOthers(1, 2, 4, 7) || (wish.Flags & MessageFlags.Append) == 0)
        {
            return (null, Errno.EOPNOTSUPP);
        }

        if (!table.Chains.TryGetValue(wish.Text(2), out var chain))
        {
            return (null, Errno.ENOENT);
        }

        var expressions = wish.Has(4) ? FakeExpressions.Read(wish.Attribute(4)) : new FakeExpressions([], [], [], []);
        var errno = Refusal(table, chain, expressions);
        return errno != 0
            ? (null, errno)
            : (table.With(chain with { Rules = chain.Rules.Add(new FakeRule(handle, expressions, wish.Value(7))) }), 0);
    }

    /// <summary>One rule by its handle, or all of a chain.</summary>
    public static (FakeTable? Next, int Errno) Delete(FakeTable table, FakeNftWish wish)
    {
        if (wish.HasOthers(1, 2, 3) || !wish.Has(2))
        {
            return (null, Errno.EOPNOTSUPP);
        }

        if (!table.Chains.TryGetValue(wish.Text(2), out var chain))
        {
            return (null, Errno.ENOENT);
        }

        if (!wish.Has(3))
        {
            return (table.With(chain with { Rules = [] }), 0);
        }

        var handle = wish.Attribute(3).U64BigEndian;
        return chain.Rules.Find(rule => rule.Handle == handle) is { } rule
            ? (table.With(chain with { Rules = chain.Rules.Remove(rule) }), 0)
            : (null, Errno.ENOENT);
    }

    private static int Refusal(FakeTable table, FakeChain chain, FakeExpressions expressions)
    {
        if (expressions.HasUnknown || (expressions.Translates && chain is { IsBase: true, Type: not "nat" }))
        {
            return Errno.EOPNOTSUPP;
        }

        if (!expressions.Sets.All(table.Sets.ContainsKey) || !expressions.Chains.All(table.Chains.ContainsKey))
        {
            return Errno.ENOENT;
        }

        return expressions.Chains.Any(target => table.Chains[target].IsBase) ? Errno.EOPNOTSUPP
            : expressions.Chains.Any(target => LeadsBack(table, target, chain.Name)) ? Errno.ELOOP
            : 0;
    }

    private static bool LeadsBack(FakeTable table, string from, string to) =>
        from == to || table.Chains[from].Rules.SelectMany(rule => rule.Expressions.Chains).Any(next => LeadsBack(table, next, to));
}
