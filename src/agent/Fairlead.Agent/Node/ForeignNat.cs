using Fairlead.Linux.Iptables;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;

namespace Fairlead.Agent.Node;

/// <summary>Whether somebody else translates destinations in a namespace, by nftables or by iptables-legacy: kube-proxy for instance.</summary>
internal static class ForeignNat
{
    /// <exception cref="Linux.KernelException">The kernel cannot be read.</exception>
    public static bool IsThere(INetworkNamespace node)
    {
        using var reader = NftReader.Open(node);
        return reader.ReadChains().Any(chain => chain.Hook is { Type: "nat", Hook: NftHook.Prerouting } && chain.Key.Table.Name != OurMark.NftablesTable)
            || (node is NetworkNamespace real && LegacyTables.Names(real).Contains("nat"));
    }
}
