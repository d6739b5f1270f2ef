using System.Buffers.Binary;
using System.Text;
using Fairlead.Linux.Interop;

namespace Fairlead.Linux.Iptables;

/// <summary>
/// The octets of IPT_SO_GET_INFO and IPT_SO_GET_ENTRIES (include/uapi/linux/netfilter_ipv4/ip_tables.h and its IPv6 sibling), as
/// far as the policy of FORWARD goes.
/// </summary>
public static class LegacyFilterCodec
{
    public const string Table = "filter";

    /// <summary>struct ipt_getinfo: name[32], valid_hooks, hook_entry[5], underflow[5], num_entries, size.</summary>
    public const int InfoLength = 84;

    /// <summary>struct ipt_get_entries before its entries: name[32], size, and four octets of alignment.</summary>
    public const int EntriesHeader = 40;

    private const int NameLength = 32;
    private const int HookEntries = 36;
    private const int Underflows = 56;
    private const int Size = 80;

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

        var target = policy + TargetOffset(entries, policy, v6);
        return Word(entries, target + TargetHeader) switch
        {
            Accept => new LegacyChain(v6, true, rules),
            Drop => new LegacyChain(v6, false, rules),
            var verdict => throw Broken($"policy {verdict}"),
        };
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
