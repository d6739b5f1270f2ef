using System.Text;
using Fairlead.Datapath.Veth;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;
using static Fairlead.Model.Nftables.NftExpressions;

namespace Fairlead.Datapath.ExclusiveEni;

/// <summary>
/// The table inside the pod, for what does not pass the node. It closes the cloud's metadata service, which hands the instance's
/// credentials to whoever asks, and lets nothing out of the ENI under another address than its own: the cloud drops that too, but a
/// policy that is to hold needs an end that nobody moves. Behind source translation of the pod's own (300 is after NF_IP_PRI_NAT_SRC),
/// and only on the ENI: what a pod does on links that it makes is its own business.
/// </summary>
internal static class InnerGuard
{
    private const int Priority = 300;

    // IFNAMSIZ of include/uapi/linux/if.h.
    private const int NameLength = 16;

    private static readonly Cidr LinkLocal = Cidr.Parse("fe80::/10");
    private static readonly InetAddress Unspecified = InetAddress.Parse("::");

    public static PodGuardRow Plan(DatapathOptions options, PodAttachment pod)
    {
        var chain = new ChainPlan(FairleadTable.Inet, "guard", new NftHook("filter", NftHook.Postrouting, Priority, NftVerdictKind.Accept))
            .Rule("other links", NotEqual(new NftMeta(NftMetaKey.OutputName, NftExpression.Register1), Name(pod.Id.InterfaceName)), Accept());
        foreach (var address in options.Metadata.OpenToPods ? [] : options.Metadata.Addresses)
        {
            chain.Rule($"metadata {address}", NfProtocol(address.IsV6), InCidr(DestinationAddress(address.IsV6), address.ToCidr()), Counter(), Drop());
        }

        foreach (var address in pod.Addresses)
        {
            chain.Rule($"own {address}", NfProtocol(address.IsV6), InCidr(SourceAddress(address.IsV6), address.ToCidr()), Accept());
        }

        if (pod.V6 is not null)
        {
            // Neighbour discovery speaks under the link-local address, or none.
            chain.Rule("link-local", NfProtocol(v6: true), InCidr(SourceAddress(v6: true), LinkLocal), Accept())
                .Rule("unspecified", NfProtocol(v6: true), InCidr(SourceAddress(v6: true), Unspecified.ToCidr()), Accept());
        }

        chain.Rule("spoofed", Counter(), Drop());
        return PodGuardRow.Of(new Netns(pod.Id.ToString()), NftObjectRow.From(new NftRuleset(
            [new NftTable(FairleadTable.Inet, FairleadTable.Flags)], [chain.Chain], [], [], [.. chain.Rules])));
    }

    private static ByteString Name(string name)
    {
        var octets = new byte[NameLength];
        Encoding.ASCII.GetBytes(name, octets);
        return new ByteString(octets);
    }
}
