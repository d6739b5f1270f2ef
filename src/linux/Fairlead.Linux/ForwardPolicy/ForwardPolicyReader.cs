using Fairlead.Linux.Iptables;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Nftables;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;

namespace Fairlead.Linux.ForwardPolicy;

/// <summary>The built-in FORWARD chains that are there: iptables-nft keeps them as chain FORWARD of table filter, iptables-legacy outside of nf_tables.</summary>
public static class ForwardPolicyReader
{
    private const string Chain = "FORWARD";

    /// <summary>One row a chain that exists, with the policy that it has.</summary>
    /// <exception cref="KernelException">The kernel cannot be read.</exception>
    public static IReadOnlyList<ForwardPolicyRow> Read(INetworkNamespace node, NftReader nft) =>
    [
        .. nft.ReadChains().Where(IsForward).Select(chain => new ForwardPolicyRow(
            new ForwardPolicyKey(ForwardBackend.Nftables, chain.Key.Table.Family == NftFamily.Ip6), chain.Hook!.Policy != NftVerdictKind.Drop)),
        // Only a real kernel has tables that nf_tables does not show.
        .. node is NetworkNamespace real
            ? LegacyFilterReader.ReadForward(real).Select(chain => new ForwardPolicyRow(new ForwardPolicyKey(ForwardBackend.Legacy, chain.IsV6), chain.Accepts))
            : [],
    ];

    internal static void SetNftables(NftConnection connection, ForwardPolicyRow row) => connection.Commit(
        batch => NftObjectWriter.SetPolicy(batch, TableOf(row.Key.IsV6), Chain, row.Accept ? NftVerdictKind.Accept : NftVerdictKind.Drop),
        _ => $"the policy of {Chain} in table {TableOf(row.Key.IsV6)}");

    private static NftTableKey TableOf(bool v6) => new(v6 ? NftFamily.Ip6 : NftFamily.Ip, "filter");

    private static bool IsForward(NftChain chain) =>
        chain.Key.Name == Chain && chain.Hook is { Type: "filter", Hook: NftHook.Forward }
        && (chain.Key.Table == TableOf(v6: false) || chain.Key.Table == TableOf(v6: true));
}
