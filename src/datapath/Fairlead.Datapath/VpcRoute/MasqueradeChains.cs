using Fairlead.Model.Addresses;
using Fairlead.Model.Nftables;
using static Fairlead.Model.Nftables.NftExpressions;

using Fairlead.Datapath.Veth;
namespace Fairlead.Datapath.VpcRoute;

/// <summary>
/// Pods' traffic to where nobody knows a way back leaves under the node's address. The kernel asks nat chains about the first
/// packet of a connection only, so what counts here is that all destinations change in one transaction, not their number:
/// they are rules, not a set that would be empty for a moment.
/// </summary>
internal static class MasqueradeChains
{
    private const string Outbound = "outbound";

    // Delivered on the link or nowhere; never behind the VPC. RFC 3927, RFC 5771, RFC 4291 sections 2.5.6 and 2.7.
    private static readonly Cidr[] NeverRouted =
        [Cidr.Parse("169.254.0.0/16"), Cidr.Parse("224.0.0.0/4"), Cidr.Parse("fe80::/10"), Cidr.Parse("ff00::/8")];

    /// <summary>Adds to the chain in postrouting, and returns the further chains.</summary>
    public static IEnumerable<ChainPlan> Plan(ChainPlan postrouting, DatapathOptions options)
    {
        foreach (var slice in options.PodSlices.Order())
        {
            postrouting.Rule(
                $"from {slice}", NfProtocol(slice.IsV6), InCidr(SourceAddress(slice.IsV6), slice), Goto(ChainOf(slice.IsV6)));
        }

        return new[] { false, true }.Where(v6 => options.PodSlices.Any(slice => slice.IsV6 == v6)).Select(v6 => Destinations(options, v6));
    }

    private static string ChainOf(bool v6) => v6 ? Outbound + "6" : Outbound + "4";

    private static ChainPlan Destinations(DatapathOptions options, bool v6)
    {
        var chain = new ChainPlan(FairleadTable.Inet, ChainOf(v6), null);
        foreach (var direct in Direct(options, v6))
        {
            chain.Rule($"to {direct}", InCidr(DestinationAddress(v6), direct), Return());
        }

        return chain.Rule("elsewhere", Masquerade());
    }

    private static IEnumerable<Cidr> Direct(DatapathOptions options, bool v6)
    {
        var all = options.VpcCidrs.Concat(options.PodRanges).Concat(options.PodSlices).Concat(options.Masquerade.Except)
            .Concat(NeverRouted).Where(range => range.IsV6 == v6).Distinct().ToList();
        return all.Where(range => !all.Any(other => other != range && other.Contains(range))).Order();
    }
}
