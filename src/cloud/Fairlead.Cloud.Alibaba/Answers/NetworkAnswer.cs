using System.Text.Json;
using Fairlead.Model.Addresses;

namespace Fairlead.Cloud.Alibaba.Answers;

/// <summary>vSwitches and route entries as the VPC API writes them.</summary>
internal static class NetworkAnswer
{
    /// <returns>Null where it has no range that could be read.</returns>
    public static CloudVSwitch? ReadVSwitch(JsonElement fields) =>
        Cidr.TryParse(fields.Text("CidrBlock"), out var range)
            ? new CloudVSwitch(
                fields.Text("VSwitchId"), fields.Text("VSwitchName"), fields.Text("VpcId"), fields.Text("ZoneId"), range, Cidr.TryParse(fields.Text("Ipv6CidrBlock"), out var range6) ? range6 : null,
                fields.Number("AvailableIpAddressCount"), fields.TryGetProperty("RouteTable", out var table) ? table.Text("RouteTableId") : "")
            : null;

    /// <returns>Null for an entry to a prefix list, or to several hops at once: those are not ours.</returns>
    public static CloudRoute? ReadRoute(JsonElement fields)
    {
        var hops = fields.List("NextHops", "NextHop").ToArray();
        return Cidr.TryParse(fields.Text("DestinationCidrBlock"), out var destination) && hops.Length <= 1
            ? new CloudRoute(
                fields.Text("RouteEntryId"), fields.Text("RouteTableId"), destination, hops.Length == 0 ? "" : hops[0].Text("NextHopId"), HopOf(hops.Length == 0 ? "" : hops[0].Text("NextHopType")),
                fields.Text("Status") == "Available")
            : null;
    }

    public static string HopName(RouteHop hop) => hop == RouteHop.Instance ? "Instance" : "NetworkInterface";

    private static RouteHop HopOf(string text) => text switch
    {
        "Instance" => RouteHop.Instance,
        "NetworkInterface" => RouteHop.Interface,
        _ => RouteHop.Other,
    };
}
