using Fairlead.Linux.Interop;
using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel.Nftables;

/// <summary>
/// A draft of the next ruleset. Every message is tried, so that each has its answer, but one refusal refuses all.
/// </summary>
internal sealed class FakeTransaction(FakeRuleset ruleset, uint port, Func<ulong> nextHandle, bool hasPersistentTables)
{
    private const uint Owned = 2;
    private const uint Persistent = 4;

    public FakeRuleset Ruleset { get; private set; } = ruleset;

    public bool HasFailed { get; private set; }

    public bool IsEmpty { get; private set; } = true;

    public int Fail(int errno)
    {
        HasFailed |= errno != 0;
        IsEmpty = false;
        return errno;
    }

    public int Add(FakeRequest request) => Fail(request.Message.Type switch
    {
        0xa00 => NewTable(request),
        0xa02 => ChangeTable(request, table => (null, 0)),
        0xa03 => Change(request, FakeChainVerbs.New),
        0xa05 => Change(request, FakeChainVerbs.Delete),
        0xa06 => Change(request, (table, wish) => FakeRuleVerbs.New(table, wish, nextHandle())),
        0xa08 => Change(request, FakeRuleVerbs.Delete),
        0xa09 => Change(request, FakeSetVerbs.New),
        0xa0b => Change(request, FakeSetVerbs.Delete),
        0xa0c => Change(request, FakeElementVerbs.New),
        0xa0e => Change(request, FakeElementVerbs.Delete),
        _ => Errno.EOPNOTSUPP,
    });

    private int NewTable(FakeRequest request)
    {
        var wish = FakeTableWish.Read(request);
        if (wish.IsUnknown || (wish.Flags & ~(hasPersistentTables ? Owned | Persistent : Owned)) != 0 || wish.Name.Length == 0)
        {
            return Errno.EOPNOTSUPP;
        }

        var owner = (wish.Flags & Owned) != 0 ? port : 0;
        if (Ruleset.Find(wish.Family, wish.Name) is not { } there)
        {
            Ruleset = Ruleset.With(new FakeTable(wish.Family, wish.Name, wish.Flags, owner));
            return 0;
        }

        if (request.Has(MessageFlags.Exclusive))
        {
            return Errno.EEXIST;
        }

        if (there.Owner != 0 && there.Owner != port)
        {
            return Errno.EPERM;
        }

        if (there.Flags == wish.Flags)
        {
            return 0;
        }

        // Only an orphan may be adopted; other flags of a table that is there cannot be changed.
        if (there.Owner != 0 || owner == 0 || (there.Flags & Persistent) == 0 || (wish.Flags & Persistent) == 0)
        {
            return Errno.EOPNOTSUPP;
        }

        Ruleset = Ruleset.With(there with { Flags = wish.Flags, Owner = port });
        return 0;
    }

    private int Change(FakeRequest request, Verb verb)
    {
        var wish = FakeNftWish.Read(request);
        return wish.IsUnknown ? Errno.EOPNOTSUPP : Change(wish.Family, wish.Table, table => verb(table, wish));
    }

    private int ChangeTable(FakeRequest request, Func<FakeTable, (FakeTable?, int)> change)
    {
        var wish = FakeTableWish.Read(request);
        return wish.IsUnknown ? Errno.EOPNOTSUPP : Change(wish.Family, wish.Name, change);
    }

    private int Change(byte family, string name, Func<FakeTable, (FakeTable? Next, int Errno)> change)
    {
        if (Ruleset.Find(family, name) is not { } table)
        {
            return Errno.ENOENT;
        }

        if (table.Owner != 0 && table.Owner != port)
        {
            return Errno.EPERM;
        }

        var (next, errno) = change(table);
        if (errno == 0)
        {
            Ruleset = next is null ? Ruleset.Without(table) : Ruleset.With(next);
        }

        return errno;
    }

    public delegate (FakeTable? Next, int Errno) Verb(FakeTable table, FakeNftWish wish);
}
