using Fairlead.Linux.Namespaces;

namespace Fairlead.Linux.Iptables;

/// <summary>
/// The filter table that iptables-legacy keeps beside nf_tables: no <c>nft list ruleset</c> shows it, and it drops all the same.
/// </summary>
public sealed class LegacyFilterTable
{
    private readonly NetworkNamespace _netns;
    private readonly byte[] _head;
    private readonly byte[] _entries;

    private LegacyFilterTable(NetworkNamespace netns, bool v6, (byte[] Head, byte[] Entries) octets)
    {
        _netns = netns;
        IsV6 = v6;
        (_head, _entries) = octets;
    }

    public bool IsV6 { get; }

    /// <summary>The built-in FORWARD chain.</summary>
    /// <exception cref="KernelException">The octets do not hold together.</exception>
    public LegacyChain Forward => LegacyFilterCodec.ReadForward(_head, _entries, IsV6);

    /// <summary>Rules that drop or reject, in all chains, policies aside.</summary>
    public IReadOnlyList<LegacyRule> Drops => LegacyRuleCodec.Read(_entries, LegacyFilterCodec.Hooks(_head), IsV6);

    /// <returns>Null where nobody has used the table in this namespace: asking for it would make it.</returns>
    /// <exception cref="KernelException">It is there and cannot be read.</exception>
    public static LegacyFilterTable? Find(NetworkNamespace netns, bool v6)
    {
        if (!netns.Inside(() => IsThere(v6)))
        {
            return null;
        }

        using var socket = LegacySocket.Open(netns, v6);
        return new LegacyFilterTable(netns, v6, socket.Read());
    }

    /// <summary>Sets the policy of FORWARD; every other octet of the table, and every count, stays.</summary>
    /// <exception cref="KernelException">The kernel refused, or iptables is at work just now (EAGAIN): nothing was changed.</exception>
    public static void SetForwardPolicy(NetworkNamespace netns, bool v6, bool accept, string lockPath)
    {
        using var mine = XtablesLock.Take(lockPath);
        // Read under the lock: what was read before may have been changed since.
        if (Find(netns, v6) is not { } table || table.Forward.Accepts == accept)
        {
            return;
        }

        using var socket = LegacySocket.Open(netns, v6);
        socket.Put(LegacyFilterCodec.WithForwardPolicy(table._head, table._entries, v6, accept), LegacyFilterCodec.EntryCount(table._head));
    }

    private static bool IsThere(bool v6)
    {
        var names = v6 ? "/proc/thread-self/net/ip6_tables_names" : "/proc/thread-self/net/ip_tables_names";
        return File.Exists(names) && File.ReadLines(names).Contains(LegacyFilterCodec.Table);
    }
}
