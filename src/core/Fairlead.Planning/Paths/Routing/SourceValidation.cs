using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Planning.Paths.Packets;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Planning.Paths.Routing;

/// <summary>
/// fib_validate_source of net/ipv4/fib_frontend.c: what the kernel refuses because of where it says it comes from. There is
/// nothing of the kind for IPv6.
/// </summary>
internal sealed class SourceValidation(NetnsSnapshot netns, RouteTables tables)
{
    private const int Strict = 1;

    private static readonly Cidr Loopback = Cidr.Parse("127.0.0.0/8");

    /// <returns>Why it is dropped and what would let it through; null where it is not.</returns>
    public (string Because, string Remedy)? Refusal(Packet packet, ObservedLink input)
    {
        if (packet.IsV6 || input.IsLoopback)
        {
            return null;
        }

        if ((Loopback.Contains(packet.Source) || Loopback.Contains(packet.Destination)) && netns.Ipv4Setting(input, "route_localnet") == 0)
        {
            return ($"{packet} is a martian: 127.0.0.0/8 does not come in at {input.Name} while route_localnet is 0", "");
        }

        var back = tables.Find(new RouteQuery(packet.Destination, packet.Source, input.Name, 0));
        if (back.Type == RouteType.Local && netns.Ipv4Setting(input, "accept_local") == 0)
        {
            return ($"{packet.Source} is an address of {netns.Name} itself: what comes in with it at {input.Name} is a martian", "");
        }

        var filter = netns.Ipv4Setting(input, "rp_filter");
        return filter == 0 || Passes(filter, back, packet, input) ? null : (
            $"reverse-path filter {filter} of {input.Name}: the way back to {packet.Source} is {Way(back)}",
            $"sysctl -w net.ipv4.conf.all.rp_filter=0 net.ipv4.conf.{input.Name}.rp_filter=0 on {netns.Name}");
    }

    private bool Passes(int filter, RouteAnswer back, Packet packet, ObservedLink input)
    {
        if (back.Type != RouteType.Unicast)
        {
            return false;
        }

        if (back.Route!.LinkIndex == input.Index)
        {
            return true;
        }

        // A link without an address of its own is judged strictly in either mode.
        var isUnnumbered = netns.Addresses.All(address => address.LinkIndex != input.Index || address.Address.IsV6);
        return filter != Strict && !isUnnumbered
            && tables.Find(new RouteQuery(packet.Destination, packet.Source, input.Name, 0) { OutputLink = input.Index }).Type is RouteType.Unicast or RouteType.Unspecified;
    }

    private string Way(RouteAnswer back) => back.Route is { } route && back.Type == RouteType.Unicast
        ? $"by {netns.FindLink(route.LinkIndex)?.Name ?? "another link"}"
        : "none";
}
