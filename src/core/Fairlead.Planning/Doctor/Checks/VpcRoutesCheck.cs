using Fairlead.Model.Addresses;

namespace Fairlead.Planning.Doctor.Checks;

/// <summary>Whether the VPC leads the node's slices here and lets its pods speak under their own addresses.</summary>
internal static class VpcRoutesCheck
{
    private const string Area = "VPC";

    public static IEnumerable<Diagnosis> Examine(NodeChart chart)
    {
        if (chart.Report?.Plan is not { } plan)
        {
            return [];
        }

        return chart.Vpc is { } vpc
            ? [.. plan.PodSlices.Select(slice => Route(chart.Node, vpc, Cidr.Parse(slice))), .. SourceCheck(vpc)]
            : [Diagnosis.Note(Area, "routes", "not tested: the VPC cannot be asked from here", $"see that it has a route for {string.Join(" and ", plan.PodSlices)} to this instance, and its source/destination check off")];
    }

    private static Diagnosis Route(string node, VpcChart vpc, Cidr slice)
    {
        // The longest prefix wins.
        var route = vpc.Routes.Where(route => route.Destination.Contains(slice)).OrderByDescending(route => route.Destination.Length).FirstOrDefault();
        return route is null ? Diagnosis.Trouble(Area, $"route to {slice}", "there is none", $"next hop {node}", $"fairlead lab route add {slice} {node}: nobody but this node reaches its pods")
            : route.NextHop != node ? Diagnosis.Trouble(Area, $"route to {slice}", $"{route.Destination} leads to {route.NextHop}", $"next hop {node}", Redirect(slice, node, route.Destination))
            : Diagnosis.Fine(Area, $"route to {slice}", $"{route.Destination} leads here");
    }

    // A wider entry may serve others: a longer one beside it wins.
    private static string Redirect(Cidr slice, string node, Cidr present) =>
        (present == slice ? $"fairlead lab route delete {present}, then " : "") + $"fairlead lab route add {slice} {node}";

    private static IEnumerable<Diagnosis> SourceCheck(VpcChart vpc) => vpc.ChecksSource
        ? [Diagnosis.Trouble(Area, "source/destination check", "on", "off", "switch it off at the instance's ENI: the cloud drops what pods send under their own addresses")]
        : [Diagnosis.Fine(Area, "source/destination check", "off")];
}
