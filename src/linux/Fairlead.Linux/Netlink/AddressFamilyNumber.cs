namespace Fairlead.Linux.Netlink;

/// <summary>AF_* of include/linux/socket.h.</summary>
public enum AddressFamilyNumber : byte
{
    Unspecified = 0,
    Inet = 2,
    Bridge = 7,
    Inet6 = 10,
}
