namespace Fairlead.Linux.Netlink;

/// <summary>Netlink families of include/uapi/linux/netlink.h.</summary>
public enum NetlinkProtocol
{
    Route = 0,
    Netfilter = 12,
}
