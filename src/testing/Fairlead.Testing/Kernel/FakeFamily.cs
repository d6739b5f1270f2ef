using Fairlead.Linux.Netlink;

namespace Fairlead.Testing.Kernel;

internal static class FakeFamily
{
    public static byte Of(bool v6) => (byte)(v6 ? AddressFamilyNumber.Inet6 : AddressFamilyNumber.Inet);

    /// <summary>Whether what is of this family belongs into a dump of that one; 0 asks for all.</summary>
    public static bool IsAsked(byte asked, bool v6) => asked == 0 || asked == Of(v6);
}
