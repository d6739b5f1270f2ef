using Fairlead.Datapath.Veth;
using Fairlead.Model.Addresses;
using Fairlead.Model.Nftables;
using static Fairlead.Model.Nftables.NftExpressions;

namespace Fairlead.Datapath.ExclusiveEni;

/// <summary>
/// What the node translates for pods with ENIs of their own. Such a pod answers by its ENI whom it does not reach by the node, and the
/// node's answer would not come back by the node either: so whatever destination the node has changed, on the way from such a pod (a
/// service) or to it (a hostPort), goes on under the node's own address. What the node does not translate keeps its addresses.
/// </summary>
internal static class SecondLinkChains
{
    public static NftName Pods(bool v6) => new(FairleadTable.Inet, v6 ? "exclusive6" : "exclusive4");

    public static NftSet Set(bool v6) => new() { Key = Pods(v6), Flags = NftSetFlags.None, KeyType = [FairleadTable.AddressType(v6)] };

    public static NftElement Element(InetAddress address) => new() { Set = Pods(address.IsV6), Key = NftValue.Address(address) };

    public static void Plan(ChainPlan postrouting, DatapathOptions options, NodeFacts facts, IReadOnlyList<bool> families)
    {
        foreach (var v6 in families)
        {
            if ((v6 ? facts.V6 : facts.V4) is not { } node)
            {
                continue;
            }

            var version = v6 ? "ipv6" : "ipv4";
            var set = Pods(v6).Name;
            postrouting
                .Rule($"from exclusive {version}", NfProtocol(v6), InSet(SourceAddress(v6), set), ConntrackIsDnat(), HostPortChains.SourceNat(node))
                .Rule($"to exclusive {version}", OifGroup(options.PodGroup), NfProtocol(v6), InSet(DestinationAddress(v6), set), ConntrackIsDnat(), HostPortChains.SourceNat(node));
        }
    }
}
