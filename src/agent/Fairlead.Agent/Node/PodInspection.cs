using Fairlead.Linux.Addresses;
using Fairlead.Linux.Enis;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Nftables;
using Fairlead.Linux.Netlink;
using Fairlead.Linux.Routes;
using Fairlead.Linux.Sysctl;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Node;

/// <summary>
/// Compares a pod's rows with the kernel without putting anything right: what CHECK is for. Reads with sockets of its own, so
/// that it neither waits for the reconciler nor stands in its way.
/// </summary>
internal sealed class PodInspection : INetnsResolver, IDisposable
{
    private readonly INetworkNamespace _node;
    private readonly INetworkNamespace _pod;
    private readonly Netns _name;
    private readonly NetnsConnections _connections;
    private readonly NftConnection _nft;
    private readonly NftReader _nftReader;

    public PodInspection(INetworkNamespace node, Netns name, INetworkNamespace pod)
    {
        _node = node;
        _pod = pod;
        _name = name;
        _connections = new NetnsConnections(this);
        _nft = new NftConnection(node.Open(NetlinkProtocol.Netfilter));
        _nftReader = NftReader.Open(node);
    }

    public IReadOnlyList<Netns> Known => [Netns.Node, _name];

    public INetworkNamespace? Resolve(Netns netns) => netns.IsNode ? _node : netns == _name ? _pod : null;

    /// <param name="canOwn">Whether this kernel has tables that only their owner can change.</param>
    /// <returns>One sentence for each row that is missing or otherwise.</returns>
    /// <exception cref="WorldException">The kernel cannot be read.</exception>
    public IReadOnlyList<string> Differences(PlanRows rows, DyingLinks dying, uint dyingGroup, bool canOwn) =>
    [
        .. Compare(new SysctlTarget(this, (_, _) => { }), rows.Sysctls),
        .. Compare(new NftElementTarget(_nft, _nftReader), rows.Elements),
        .. Compare(new PodGuardTarget(this, canOwn), rows.PodGuards),
        .. Compare(new EniTarget(_connections), rows.Enis),
        .. Compare(new LinkTarget(_connections, dying, dyingGroup), rows.Links),
        .. Compare(new SysctlTarget(this, (_, _) => { }) { Name = "link-sysctls" }, rows.LinkSysctls),
        .. Compare(new AddressTarget(_connections), rows.Addresses),
        .. Compare(new RouteTarget(_connections), rows.Routes),
        .. Compare(new NeighbourTarget(_connections), rows.Neighbours),
    ];

    public void Dispose()
    {
        _connections.Dispose();
        _nft.Dispose();
        _nftReader.Dispose();
    }

    private static IEnumerable<string> Compare<TKey, TRow>(ITarget<TKey, TRow> target, IReadOnlyDictionary<TKey, TRow> wished)
        where TKey : notnull
        where TRow : class, IEquatable<TRow>
    {
        if (wished.Count == 0)
        {
            yield break;
        }

        var read = target.Read(Scope.Everything, wished);
        foreach (var (key, row) in wished)
        {
            if (!read.TryGetValue(key, out var found))
            {
                yield return $"{target.Name}: {row} is missing";
            }
            else if (!found.Equals(row))
            {
                yield return $"{target.Name}: should be {row}, is {found}";
            }
        }
    }
}
