using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Linux.Iptables;

/// <summary>Reads what iptables-legacy keeps beside nf_tables: no `nft list ruleset` shows it, and it drops all the same.</summary>
public static unsafe class LegacyFilterReader
{
    private const int Inet = 2;
    private const int Inet6 = 10;
    private const int ProtocolIpv6 = 41;

    // IPT_BASE_CTL; IP6T_SO_GET_* have the same numbers at the level of IPv6.
    private const int GetInfo = 64;
    private const int GetEntries = 65;

    /// <summary>FORWARD of each family in which somebody has used the table in this namespace: asking would make it.</summary>
    /// <exception cref="KernelException">It is there and cannot be read.</exception>
    public static IReadOnlyList<LegacyChain> ReadForward(NetworkNamespace netns) => netns.Inside(() =>
        new[] { false, true }.Where(IsThere).Select(ReadForward).ToList());

    private static bool IsThere(bool v6)
    {
        var names = v6 ? "/proc/thread-self/net/ip6_tables_names" : "/proc/thread-self/net/ip_tables_names";
        return File.Exists(names) && File.ReadLines(names).Contains(LegacyFilterCodec.Table);
    }

    private static LegacyChain ReadForward(bool v6)
    {
        var socket = Libc.socket(v6 ? Inet6 : Inet, Libc.SockRaw | Libc.SockCloexec, 255);
        if (socket < 0)
        {
            throw KernelException.Last("reading", "the legacy filter table");
        }

        try
        {
            var info = Ask(socket, v6, GetInfo, LegacyFilterCodec.Request(LegacyFilterCodec.InfoLength));
            var size = LegacyFilterCodec.EntriesSize(info);
            var entries = Ask(socket, v6, GetEntries, LegacyFilterCodec.Request(LegacyFilterCodec.EntriesHeader + size, size));
            return LegacyFilterCodec.ReadForward(info, entries.AsSpan(LegacyFilterCodec.EntriesHeader), v6);
        }
        finally
        {
            _ = Libc.close(socket);
        }
    }

    private static byte[] Ask(int socket, bool v6, int option, byte[] request)
    {
        var length = (uint)request.Length;
        fixed (byte* value = request)
        {
            // The level is SOL_IP, which is 0, or SOL_IPV6.
            return Libc.getsockopt(socket, v6 ? ProtocolIpv6 : 0, option, value, &length) == 0
                ? request
                : throw KernelException.Last("reading", "the legacy filter table");
        }
    }
}
