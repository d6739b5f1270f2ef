using Fairlead.Model.Kernel;
using Fairlead.Planning.Paths.Packets;
using Fairlead.Planning.Paths.Routing;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Planning.Paths.Walking;

/// <summary>What follows from having no route, or one that says no.</summary>
internal static class Unroutables
{
    /// <param name="isOwn">The host itself sends it; else it came in and should be forwarded.</param>
    public static PathStop Judge(NetnsSnapshot netns, RouteAnswer answer, Packet packet, bool isOwn)
    {
        var because = answer.Type switch
        {
            RouteType.Unspecified => $"no route to {packet.Destination}",
            RouteType.Broadcast or RouteType.Multicast => $"{packet.Destination} is for many: {RouteText.Write(netns, answer)}",
            _ => $"the route to {packet.Destination} is {RouteText.Write(netns, answer)}",
        };
        return new PathStop(Outcome(answer.Type, packet, isOwn), netns.Name, because, Remedy(netns, answer, packet));
    }

    private static PathOutcome Outcome(RouteType type, Packet packet, bool isOwn) => type switch
    {
        RouteType.Broadcast or RouteType.Multicast => PathOutcome.Dropped,
        // A router drops this one without a word; a sender's own kernel says EINVAL.
        RouteType.Blackhole => isOwn ? PathOutcome.Unreachable : PathOutcome.Dropped,
        // A socket of UDP is not told of "host unreachable" from afar: RFC 1122, section 4.1.3.3, leaves it to the program.
        _ => isOwn || packet.Protocol == Packet.Tcp ? PathOutcome.Unreachable : PathOutcome.Dropped,
    };

    private static string Remedy(NetnsSnapshot netns, RouteAnswer answer, Packet packet)
    {
        if (netns.Agent?.Find("routes", $"{packet.Destination}/") is { } wished)
        {
            return $"the agent of {netns.Name} wants {wished.Wanted}; its row is {wished.Status}{(wished.Error.Length == 0 ? "" : $": {wished.Error}")}";
        }

        return answer.Route is { IsOurs: true, Type: RouteType.Unreachable } slice
            ? $"no pod has {packet.Destination}, an address of {netns.Name}'s slice {slice.Destination}"
            : $"give {netns.Name} a route to {packet.Destination}";
    }
}
