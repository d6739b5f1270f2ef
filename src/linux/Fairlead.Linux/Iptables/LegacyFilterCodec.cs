using System.Buffers.Binary;
using System.Text;
using Fairlead.Linux.Interop;

namespace Fairlead.Linux.Iptables;

/// <summary>
/// The octets of IPT_SO_GET_INFO, IPT_SO_GET_ENTRIES, IPT_SO_SET_REPLACE and IPT_SO_SET_ADD_COUNTERS
/// (include/uapi/linux/netfilter_ipv4/ip_tables.h and its IPv6 sibling), as far as the policy of FORWARD goes.
/// </summary>
public static class LegacyFilterCodec
{
    public const string Table = "filter";

    /// <summary>struct ipt_getinfo: name[32], valid_hooks, hook_entry[5], underflow[5], num_entries, size.</summary>
    public const int InfoLength = 84;

    /// <summary>struct ipt_get_entries before its entries: name[32], size, and four octets of alignment.</summary>
    public const int EntriesHeader = 40;

    /// <summary>Where struct ipt_replace has the address to which the kernel writes the old counts.</summary>
    public const int CountersPointer = 88;

    /// <summary>struct xt_counters_info before its counters: name[32], num_counters, and four octets of alignment.</summary>
    public const int CountersHeader = 40;

    /// <summary>struct xt_counters: packets and octets.</summary>
    public const int CounterLength = 16;

    private const int NameLength = 32;
    private const int ValidHooks = 32;
    private const int HookEntries = 36;
    private const int Underflows = 56;
    private const int Entries = 76;
    private const int Size = 80;

    // struct ipt_replace: name[32], valid_hooks, num_entries, size, hook_entry[5], underflow[5], num_counters, counters, entries.
    private const int ReplaceEntries = 36;
    private const int ReplaceSize = 40;
    private const int ReplaceHooks = 44;
    private const int ReplaceCounters = 84;
    private const int ReplaceHeader = 96;
    private const int HooksLength = 2 * 5 * 4;

    // NF_INET_FORWARD.
    private const int Forward = 2;

    // struct xt_standard_target: a header of 32 octets, then the verdict; -NF_ACCEPT - 1 and -NF_DROP - 1.
    private const int TargetHeader = 32;
    private const int Accept = -2;
    private const int Drop = -1;

    public static byte[] Request(int length, int size = 0)
    {
        var request = new byte[length];
        Encoding.ASCII.GetBytes(Table, request);
        if (length > NameLength + 4)
        {
            BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(NameLength), size);
        }

        return request;
    }

    /// <summary>Octets of all entries together.</summary>
    public static int EntriesSize(ReadOnlySpan<byte> info) => Word(info, Size);

    public static int EntryCount(ReadOnlySpan<byte> info) => Word(info, Entries);

    /// <summary>struct ipt_replace of the same table with another policy of FORWARD. The pointer to the counters is left at zero.</summary>
    /// <exception cref="KernelException">The octets do not hold together.</exception>
    public static byte[] WithForwardPolicy(ReadOnlySpan<byte> info, ReadOnlySpan<byte> entries, bool v6, bool accept)
    {
        _ = ReadForward(info, entries, v6);
        var replacement = new byte[ReplaceHeader + entries.Length];
        info[..(ValidHooks + 4)].CopyTo(replacement);
        info.Slice(Entries, 4).CopyTo(replacement.AsSpan(ReplaceEntries));
        info.Slice(Size, 4).CopyTo(replacement.AsSpan(ReplaceSize));
        info.Slice(HookEntries, HooksLength).CopyTo(replacement.AsSpan(ReplaceHooks));
        info.Slice(Entries, 4).CopyTo(replacement.AsSpan(ReplaceCounters));
        entries.CopyTo(replacement.AsSpan(ReplaceHeader));
        BinaryPrimitives.WriteInt32LittleEndian(replacement.AsSpan(ReplaceHeader + PolicyVerdict(info, entries, v6)), accept ? Accept : Drop);
        return replacement;
    }

    /// <summary>Offsets at which each built-in chain begins and at which its policy stands, by its hook; of those that the table has.</summary>
    public static IReadOnlyDictionary<int, (int Begin, int Policy)> Hooks(ReadOnlySpan<byte> info)
    {
        var hooks = new Dictionary<int, (int, int)>();
        var valid = Word(info, ValidHooks);
        for (var hook = 0; hook < 5; hook++)
        {
            if ((valid & (1 << hook)) != 0)
            {
                hooks[hook] = (Word(info, HookEntries + 4 * hook), Word(info, Underflows + 4 * hook));
            }
        }

        return hooks;
    }

    public static void WriteCountersHeader(Span<byte> counters, int entries)
    {
        Encoding.ASCII.GetBytes(Table, counters);
        BinaryPrimitives.WriteInt32LittleEndian(counters[NameLength..], entries);
    }

    /// <exception cref="KernelException">The policy is neither accept nor drop, or the octets do not hold together.</exception>
    public static LegacyChain ReadForward(ReadOnlySpan<byte> info, ReadOnlySpan<byte> entries, bool v6)
    {
        var first = Word(info, HookEntries + 4 * Forward);
        var policy = Word(info, Underflows + 4 * Forward);
        var rules = 0;
        for (var at = first; at < policy; rules++)
        {
            var length = NextOffset(entries, at, v6);
            at += length > 0 ? length : throw Broken("an entry of no length");
        }

        return Word(entries, PolicyVerdict(info, entries, v6)) switch
        {
            Accept => new LegacyChain(v6, true, rules),
            Drop => new LegacyChain(v6, false, rules),
            var verdict => throw Broken($"policy {verdict}"),
        };
    }

    private static int PolicyVerdict(ReadOnlySpan<byte> info, ReadOnlySpan<byte> entries, bool v6)
    {
        var policy = Word(info, Underflows + 4 * Forward);
        return policy + TargetOffset(entries, policy, v6) + TargetHeader;
    }

    // struct ipt_entry: 84 octets of match, nfcache, target_offset, next_offset; of ip6t_entry: 136.
    private static int TargetOffset(ReadOnlySpan<byte> entries, int at, bool v6) => Half(entries, at + (v6 ? 140 : 88));

    private static int NextOffset(ReadOnlySpan<byte> entries, int at, bool v6) => Half(entries, at + (v6 ? 142 : 90));

    private static int Half(ReadOnlySpan<byte> octets, int at) =>
        at >= 0 && at + 2 <= octets.Length ? BinaryPrimitives.ReadUInt16LittleEndian(octets[at..]) : throw Broken($"no octets at {at}");

    private static int Word(ReadOnlySpan<byte> octets, int at) =>
        at >= 0 && at + 4 <= octets.Length ? BinaryPrimitives.ReadInt32LittleEndian(octets[at..]) : throw Broken($"no octets at {at}");

    private static KernelException Broken(string what) => new("reading", "the legacy filter table", Errno.EINVAL, what);
}
