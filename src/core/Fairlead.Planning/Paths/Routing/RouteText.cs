using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Planning.Paths.Routing;

/// <summary>Rules and routes in `ip`'s words.</summary>
internal static class RouteText
{
    public static string Write(NetnsSnapshot netns, RouteAnswer answer)
    {
        if (answer.Route is not { } route)
        {
            return answer.Rule is { } said ? $"rule {said.Priority} says {Word(answer.Type)}" : "no route";
        }

        var type = route.Type == RouteType.Unicast ? "" : Word(route.Type) + " ";
        var gateway = route.Gateway is { } via ? $" via {via}" : "";
        var link = netns.FindLink(route.LinkIndex) is { } dev ? $" dev {dev.Name}" : "";
        var destination = route.Destination.Length == 0 ? "default" : route.Destination.IsSingleAddress ? $"{route.Destination.Address}" : $"{route.Destination}";
        var rule = answer.Rule is { } by ? $", rule {by.Priority}{Condition(by.Mark, by.MarkMask, by.Source)}" : "";
        return $"{type}{destination}{gateway}{link} (table {Table(route.Table)}{rule})";
    }

    private static string Condition(uint mark, uint mask, Cidr? source) =>
        (mask == 0 ? "" : $" fwmark 0x{mark:x}/0x{mask:x}") + (source is { Length: > 0 } from ? $" from {from}" : "");

    private static string Table(uint table) => table switch { 253 => "default", 254 => "main", 255 => "local", _ => $"{table}" };

    private static string Word(RouteType type) => type.ToString().ToLowerInvariant();
}
