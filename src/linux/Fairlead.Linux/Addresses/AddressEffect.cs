using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;

namespace Fairlead.Linux.Addresses;

/// <summary>
/// Whether an address that was added is one yet. The kernel puts the local route of an IPv6 address in place on a queue of its
/// own, also without duplicate address detection (addrconf_dad_start and addrconf_dad_work, net/ipv6/addrconf.c); until it gets to
/// it, some milliseconds on a busy machine, packets for the address are thrown away. Seen on 6.18: one first packet in thirty.
/// </summary>
public static class AddressEffect
{
    /// <summary>Returns when packets for the address are taken for the namespace's own, or after the time given.</summary>
    /// <exception cref="KernelException">The namespace cannot be asked.</exception>
    public static bool Await(NetlinkConnection connection, InetAddress address, TimeSpan patience)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (!IsLocal(connection, address))
        {
            if (TimeProvider.System.GetElapsedTime(since) > patience)
            {
                return false;
            }

            Thread.Sleep(TimeSpan.FromMicroseconds(100));
        }

        return true;
    }

    private static bool IsLocal(NetlinkConnection connection, InetAddress address)
    {
        var isLocal = false;
        var batch = new NetlinkBatch(128);
        RouteCodec.WriteGet(batch, address);
        // Without a way to it there is an error, and no local route either.
        _ = connection.ExecuteReading(batch, message => isLocal = message.Type == RouteCodec.NewRoute && RouteCodec.Read(message).Type == RouteType.Local);
        return isLocal;
    }
}
