using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Planning.Paths.Routing;

/// <summary>Which of its addresses a host sends from.</summary>
internal sealed class SourceSelection(NetnsSnapshot netns)
{
    // RT_SCOPE_LINK; IFA_F_SECONDARY of include/uapi/linux/if_addr.h, which is IFA_F_TEMPORARY for IPv6.
    private const byte LinkScope = 253;
    private const uint Secondary = 0x01;

    /// <returns>Null where the host has none that would do.</returns>
    public InetAddress? Of(RouteAnswer answer, InetAddress destination)
    {
        if (answer.Route is not { } route)
        {
            return null;
        }

        if (route.PreferredSource is { } preferred)
        {
            return preferred;
        }

        if (route.Type == RouteType.Local)
        {
            return destination;
        }

        return destination.IsV6 ? Ipv6(route, destination) : Ipv4(route.LinkIndex, answer.NextHop(destination));
    }

    /// <summary>
    /// inet_select_addr of net/ipv4/devinet.c: the link's primary address in whose network the next hop is, else its first one,
    /// else any other link's. This is also what `masquerade` takes.
    /// </summary>
    public InetAddress? Ipv4(int link, InetAddress nextHop)
    {
        var own = Usable(v6: false).Where(address => address.LinkIndex == link).ToList();
        return (own.FirstOrDefault(address => address.Address.Contains(nextHop)) ?? own.FirstOrDefault()
            ?? Usable(v6: false).FirstOrDefault(address => address.Scope < LinkScope))?.Address.Address;
    }

    /// <summary>RFC 6724, section 5, as far as addresses of one kind differ: scope, outgoing link, longest common prefix.</summary>
    private InetAddress? Ipv6(ObservedRoute route, InetAddress destination) =>
        Usable(v6: true)
            .Where(address => !address.IsTentative && netns.FindLink(address.LinkIndex) is { IsLoopback: false })
            .OrderBy(address => IsLinkLocal(address.Address.Address) == IsLinkLocal(destination) ? 0 : 1)
            .ThenBy(address => address.LinkIndex == route.LinkIndex ? 0 : 1)
            .ThenByDescending(address => CommonBits(address.Address.Address, destination))
            .FirstOrDefault()?.Address.Address;

    private IEnumerable<ObservedAddress> Usable(bool v6) =>
        netns.Addresses.Where(address => address.Address.IsV6 == v6 && address.Scope <= LinkScope && (address.Flags & Secondary) == 0);

    private static bool IsLinkLocal(InetAddress address) => address.IsV6 && address.Bits >> 118 == 0xfe80 >> 6;

    private static int CommonBits(InetAddress a, InetAddress b) => (int)UInt128.LeadingZeroCount(a.Bits ^ b.Bits);
}
