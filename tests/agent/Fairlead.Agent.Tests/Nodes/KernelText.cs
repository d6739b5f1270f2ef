using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;

namespace Fairlead.Agent.Tests.Nodes;

/// <summary>What of a node's or a pod's kernel is ours, and all its links and addresses, as text that two moments can be compared by.</summary>
internal sealed class KernelText(NetworkNamespace node)
{
    public IReadOnlyList<string> Lines { get; } = Read(node);

    private static List<string> Read(NetworkNamespace node)
    {
        using var kernel = KernelReader.Open(node);
        using var nft = NftReader.Open(node);
        return
        [
            .. kernel.Links().Select(link => $"{link.Index} {link.Name} {link.Mac} {link.Mtu} {link.Group} {link.Alias} {link.IsUp} {link.Master}").Order(StringComparer.Ordinal),
            // Without link-local ones, which come by themselves some time after their link is up.
            .. kernel.Addresses().Where(address => address.Scope != 253).Select(address => $"{address}").Order(StringComparer.Ordinal),
            .. kernel.Routes().Where(route => route.IsOurs).Select(route => $"{route}").Order(StringComparer.Ordinal),
            .. kernel.Neighbours().Where(neighbour => neighbour.IsPermanent).Select(neighbour => $"{neighbour}").Order(StringComparer.Ordinal),
            .. NftText.Lines(nft.Read(OurMark.NftablesTable)).Order(StringComparer.Ordinal),
        ];
    }
}
