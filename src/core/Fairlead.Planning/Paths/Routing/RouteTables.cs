using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Planning.Paths.Routing;

/// <summary>
/// A route look-up as the kernel does it: rules by priority, in each table the longest prefix and of those the lowest metric.
/// </summary>
internal sealed class RouteTables(NetnsSnapshot netns)
{
    private const uint LocalTable = 255;

    // RTNH_F_DEAD and RTNH_F_LINKDOWN of include/uapi/linux/rtnetlink.h.
    private const uint Dead = 0x1;
    private const uint LinkDown = 0x10;

    public RouteAnswer Find(RouteQuery query)
    {
        var rules = netns.Rules.Where(rule => rule.IsV6 == query.Destination.IsV6).OrderBy(rule => rule.Priority).ToList();
        for (var i = 0; i < rules.Count; i++)
        {
            var rule = rules[i];
            if (!Matches(rule, query))
            {
                continue;
            }

            if (rule.HasOtherConditions)
            {
                return new RouteAnswer { Rule = rule, Doubt = $"rule {rule.Priority} has conditions that are not read" };
            }

            if (rule.Action == RuleAction.Goto)
            {
                i = rules.FindIndex(target => target.Priority == rule.Goto) - 1;
                if (i < -1)
                {
                    break;
                }

                continue;
            }

            if (Answer(rule, query) is { } answer)
            {
                return answer;
            }
        }

        return new RouteAnswer();
    }

    /// <summary>What kind of address it is to this host: local, broadcast, or unicast for everybody else's.</summary>
    public RouteType TypeOf(Model.Addresses.InetAddress address)
    {
        var first = (byte)(address.Bits >> (address.BitLength - 8));
        if (address.IsV6 ? first == 0xff : first is >= 0xe0 and < 0xf0)
        {
            return RouteType.Multicast;
        }

        var route = Longest(LocalTable, new RouteQuery(null, address, "lo", 0));
        return route?.Type ?? RouteType.Unicast;
    }

    private RouteAnswer? Answer(ObservedRule rule, RouteQuery query)
    {
        switch (rule.Action)
        {
            case RuleAction.Blackhole:
            case RuleAction.Unreachable:
            case RuleAction.Prohibit:
                return new RouteAnswer { Rule = rule, Type = (RouteType)(byte)rule.Action };
            case RuleAction.Table:
                var route = Longest(rule.Table, query);
                return route is null || route.Type == RouteType.Throw || route.Destination.Length <= rule.SuppressPrefixLength
                    ? null
                    : new RouteAnswer { Rule = rule, Route = route, Type = route.Type, Doubt = Doubt(route) };
            default:
                return null;
        }
    }

    private ObservedRoute? Longest(uint table, RouteQuery query) =>
        netns.Routes
            .Where(route => route.Table == table && route.Destination.Contains(query.Destination) && IsUsable(route, query))
            .OrderByDescending(route => route.Destination.Length).ThenBy(route => route.Metric)
            .FirstOrDefault();

    private bool IsUsable(ObservedRoute route, RouteQuery query)
    {
        if ((route.Flags & Dead) != 0 || (query.OutputLink != 0 && route.LinkIndex != query.OutputLink))
        {
            return false;
        }

        return (route.Flags & LinkDown) == 0 || route.Destination.IsV6 || netns.FindLink(route.LinkIndex) is not { } link
            || netns.Ipv4Setting(link, "ignore_routes_with_linkdown") == 0;
    }

    private static string? Doubt(ObservedRoute route) =>
        route.OtherNextHops > 0 ? $"the route to {route.Destination} has {route.OtherNextHops + 1} next hops, and which one is taken depends on a hash" : null;

    private static bool Matches(ObservedRule rule, RouteQuery query)
    {
        var matches =
            (rule.Source is not { Length: > 0 } source || (query.Source is { } from && source.Contains(from)))
            && (rule.Destination is not { } destination || destination.Contains(query.Destination))
            && (rule.InputLink.Length == 0 || rule.InputLink == query.InputLink)
            // No socket of a prediction is bound to a link.
            && rule.OutputLink.Length == 0
            && ((query.Mark ^ rule.Mark) & rule.MarkMask) == 0;
        return matches != rule.IsInverted;
    }
}
