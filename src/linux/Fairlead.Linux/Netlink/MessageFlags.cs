namespace Fairlead.Linux.Netlink;

/// <summary>nlmsg_flags of include/uapi/linux/netlink.h.</summary>
[Flags]
public enum MessageFlags : ushort
{
    None = 0,
    Request = 0x1,
    Multi = 0x2,
    Ack = 0x4,
    Echo = 0x8,
    DumpInterrupted = 0x10,
    Replace = 0x100,
    Exclusive = 0x200,
    Create = 0x400,
    Append = 0x800,
    Dump = 0x300,
    Capped = 0x100,
    AckTlvs = 0x200,
}
