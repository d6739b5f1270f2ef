using System.Text.Json;
using Fairlead.Model.Addresses;

namespace Fairlead.Cloud.Alibaba.Answers;

/// <summary>vSwitches and route entries as the VPC API writes them.</summary>
internal static class NetworkAnswer
{
    /// <returns>Null where it has no range that could be read.</returns>
    public static CloudVSwitch? ReadVSwitch(JsonElement fields)
    {
        if (!Cidr.TryParse(fields.Text("CidrBlock"), out var range))
        {
            return null;
        }

        Cidr? range6 = Cidr.TryParse(fields.Text("Ipv6CidrBlock"), out var read) ? read : null;
        var table = fields.TryGetProperty("RouteTable", out var there) ? there.Text("RouteTableId") : "";
        return new CloudVSwitch(
            fields.Text("VSwitchId"), fields.Text("VSwitchName"), fields.Text("VpcId"), fields.Text("ZoneId"), range, range6, fields.Number("AvailableIpAddressCount"), table);
    }

    /// <returns>Null for an entry to a prefix list, or to several hops at once: those are not ours.</returns>
    public static CloudRoute? ReadRoute(JsonElement fields)
    {
        var hops = fields.List("NextHops", "NextHop").ToArray();
        if (!Cidr.TryParse(fields.Text("DestinationCidrBlock"), out var destination) || hops.Length > 1)
        {
            return null;
        }

        var (hop, type) = hops.Length == 0 ? ("", "") : (hops[0].Text("NextHopId"), hops[0].Text("NextHopType"));
        return new CloudRoute(fields.Text("RouteEntryId"), fields.Text("RouteTableId"), destination, hop, HopOf(type), fields.Text("Status") == "Available")
        {
            Name = fields.Text("RouteEntryName"),
            Description = fields.Text("Description"),
        };
    }

    public static string HopName(RouteHop hop) => hop == RouteHop.Instance ? "Instance" : "NetworkInterface";

    private static RouteHop HopOf(string text) => text switch
    {
        "Instance" => RouteHop.Instance,
        "NetworkInterface" => RouteHop.Interface,
        _ => RouteHop.Other,
    };
}
