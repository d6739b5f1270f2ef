using Fairlead.Linux.Interop;
using Fairlead.Model.Addresses;

namespace Fairlead.Linux.Netlink;

/// <summary>What is no message of the kind that it says it is. The kernel sends none; a decoder answers one with EBADMSG, whatever the octets.</summary>
internal static class Malformed
{
    public static KernelException Header(ushort type, int expected, int found) =>
        new("reading", $"netlink message {type}", Errno.EBADMSG, $"a header of {found} octets, at least {expected} should be there");

    public static KernelException Attribute(ushort type, int expected, int found) =>
        new("reading", $"netlink attribute {type}", Errno.EBADMSG, $"{found} octets, {expected} should be there");

    public static KernelException Prefix(InetAddress address, byte length) =>
        new("reading", $"prefix of {address}", Errno.EBADMSG, $"a length of {length} bits");
}
