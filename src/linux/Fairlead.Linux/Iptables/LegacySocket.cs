using System.Buffers.Binary;
using Fairlead.Linux.Interop;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Linux.Iptables;

/// <summary>A raw socket by whose options ip_tables is spoken to; whatever is asked is asked of the namespace it was opened in.</summary>
internal sealed unsafe class LegacySocket : IDisposable
{
    // IPT_BASE_CTL and following of include/uapi/linux/netfilter_ipv4/ip_tables.h; IP6T_SO_* have the same numbers at the level of IPv6.
    private const int Replace = 64;
    private const int AddCounters = 65;
    private const int GetInfo = 64;
    private const int GetEntries = 65;

    private const int Inet = 2;
    private const int Inet6 = 10;
    private const int RawProtocol = 255;

    // SOL_IP and SOL_IPV6.
    private const int LevelV4 = 0;
    private const int LevelV6 = 41;

    private const string Subject = "the legacy filter table";

    private readonly bool _v6;
    private readonly int _socket;

    private LegacySocket(bool v6, int socket)
    {
        _v6 = v6;
        _socket = socket;
    }

    private int Level => _v6 ? LevelV6 : LevelV4;

    /// <exception cref="KernelException">No raw sockets here.</exception>
    public static LegacySocket Open(NetworkNamespace netns, bool v6) => netns.Inside(() =>
    {
        var socket = Libc.socket(v6 ? Inet6 : Inet, Libc.SockRaw | Libc.SockCloexec, RawProtocol);
        return socket >= 0 ? new LegacySocket(v6, socket) : throw KernelException.Last("reading", Subject);
    });

    /// <summary>struct ipt_getinfo, and the entries that it tells of.</summary>
    /// <exception cref="KernelException">EAGAIN where the table was replaced between the two questions.</exception>
    public (byte[] Head, byte[] Entries) Read()
    {
        var head = Ask(GetInfo, LegacyFilterCodec.Request(LegacyFilterCodec.InfoLength));
        var size = LegacyFilterCodec.EntriesSize(head);
        var answer = Ask(GetEntries, LegacyFilterCodec.Request(LegacyFilterCodec.EntriesHeader + size, size));
        return (head, answer[LegacyFilterCodec.EntriesHeader..]);
    }

    /// <summary>
    /// Puts a whole table in the place of the one that is there. The kernel begins to count from zero and hands the old counts
    /// over; they are added again, so that nobody's counts are lost.
    /// </summary>
    /// <param name="replacement">struct ipt_replace; the pointer in it is filled in here.</param>
    /// <param name="entries">How many the present table has: the kernel refuses (EAGAIN) when it has another number by now.</param>
    public void Put(byte[] replacement, int entries)
    {
        var counters = new byte[LegacyFilterCodec.CountersHeader + LegacyFilterCodec.CounterLength * entries];
        fixed (byte* value = counters)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(
                replacement.AsSpan(LegacyFilterCodec.CountersPointer), (ulong)(value + LegacyFilterCodec.CountersHeader));
            Tell(Replace, replacement, "replacing");
        }

        LegacyFilterCodec.WriteCountersHeader(counters, entries);
        Tell(AddCounters, counters, "restoring the counts of");
    }

    public void Dispose() => _ = Libc.close(_socket);

    private byte[] Ask(int option, byte[] request)
    {
        var length = (uint)request.Length;
        fixed (byte* value = request)
        {
            return Libc.getsockopt(_socket, Level, option, value, &length) == 0 ? request : throw KernelException.Last("reading", Subject);
        }
    }

    private void Tell(int option, byte[] octets, string operation)
    {
        fixed (byte* value = octets)
        {
            if (Libc.setsockopt(_socket, Level, option, value, (uint)octets.Length) != 0)
            {
                throw KernelException.Last(operation, Subject);
            }
        }
    }
}
