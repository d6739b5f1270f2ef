using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Planning.Doctor.Checks;

/// <summary>
/// The node's own way to the network: its link, an address and a default route for each family that pods have. They are not
/// ours, nobody repairs them, and without them everything else can be as it should be.
/// </summary>
internal static class UplinkCheck
{
    private const string Area = "uplink";
    private const uint MainTable = 254;

    // ifa_scope RT_SCOPE_UNIVERSE of include/uapi/linux/rtnetlink.h.
    private const byte Global = 0;

    public static IEnumerable<Diagnosis> Examine(NodeChart chart)
    {
        if (chart.Report?.Plan is not { Uplink.Length: > 0 } plan)
        {
            return [];
        }

        if (chart.Kernel.FindLink(plan.Uplink) is not { } uplink)
        {
            return [Diagnosis.Trouble(Area, plan.Uplink, "there is no such link", "the link by which the node reaches the network", "bring it back, or name another with uplink in the configuration")];
        }

        return uplink.IsUp
            ? plan.PodSlices.Select(slice => Cidr.Parse(slice).IsV6).Distinct().SelectMany(v6 => OfFamily(chart, uplink, v6))
            : [Diagnosis.Trouble(Area, uplink.Name, "it is down", "up", $"ip link set {uplink.Name} up; addresses and routes that went with it must be set again")];
    }

    private static IEnumerable<Diagnosis> OfFamily(NodeChart chart, ObservedLink uplink, bool v6)
    {
        var (family, option) = v6 ? ("IPv6", " -6") : ("IPv4", "");
        if (!chart.Kernel.Addresses.Any(address => address.LinkIndex == uplink.Index && address.Address.IsV6 == v6 && address.Scope == Global))
        {
            yield return Diagnosis.Trouble(Area, $"{family} address", $"{uplink.Name} has none", "one of the node's", $"ip{option} address add ADDRESS dev {uplink.Name}, or let the network's own configuration do it again");
        }

        if (!chart.Kernel.Routes.Any(route => route is { Table: MainTable, Type: RouteType.Unicast, Destination.Length: 0, IsDead: false } && route.Destination.IsV6 == v6))
        {
            yield return Diagnosis.Trouble(Area, $"{family} default route", "there is none", "one that leads to the network", $"ip{option} route add default via GATEWAY dev {uplink.Name}: pods and node reach nothing beyond the link");
        }
    }
}
