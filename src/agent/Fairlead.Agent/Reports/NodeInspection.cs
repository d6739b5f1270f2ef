using Fairlead.Agent.Node;
using Fairlead.Agent.Pods;
using Fairlead.Linux;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Model.Pods;
using Fairlead.Planning.Doctor;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Reports;

/// <summary>Compares everything that is wished on a node with its kernel, without putting anything right and without an agent.</summary>
internal sealed class NodeInspection : INetnsResolver, IDisposable
{
    private readonly INetworkNamespace _node;
    private readonly Dictionary<Netns, NetworkNamespace> _pods = [];
    private readonly KernelTargets _targets;

    public NodeInspection(INetworkNamespace node, NodeRoot root, IEnumerable<PodAttachment> pods, uint dyingGroup)
    {
        _node = node;
        foreach (var pod in pods)
        {
            if (PodNamespaces.Open(root.Of(pod.NetnsPath), PodNamespaces.IdentityOf(pod)) is { } netns)
            {
                _pods[PodNamespaces.Of(pod.Id)] = netns;
            }
        }

        _targets = new KernelTargets(this, dyingGroup, SettingJournal.Nowhere);
    }

    public IReadOnlyList<Netns> Known => [Netns.Node, .. _pods.Keys];

    public INetworkNamespace? Resolve(Netns netns) => netns.IsNode ? _node : _pods.GetValueOrDefault(netns);

    /// <summary>How many rows each table should have.</summary>
    public static IReadOnlyDictionary<string, int> Counts(PlanRows rows)
    {
        var counts = new Dictionary<string, int>
        {
            ["sysctls"] = rows.Sysctls.Count,
            ["nftables"] = rows.Objects.Count,
            ["nft-elements"] = rows.Elements.Count,
            ["links"] = rows.Links.Count,
            ["link-sysctls"] = rows.LinkSysctls.Count,
            ["link-addresses"] = rows.Addresses.Count,
            ["routes"] = rows.Routes.Count,
            ["neighbours"] = rows.Neighbours.Count,
            ["forward-policies"] = rows.ForwardPolicies.Count,
        };
        if (rows.Enis.Count > 0)
        {
            counts["enis"] = rows.Enis.Count;
            counts["pod-guards"] = rows.PodGuards.Count;
        }

        return counts;
    }

    /// <exception cref="WorldException">The kernel cannot be read.</exception>
    public IReadOnlyList<RowReport> Differences(PlanRows rows) =>
    [
        .. Compare(_targets.Sysctls, rows.Sysctls),
        .. Compare(_targets.Objects, rows.Objects),
        .. Compare(_targets.Elements, rows.Elements),
        .. Compare(_targets.PodGuards, rows.PodGuards),
        .. Compare(_targets.Enis, rows.Enis),
        .. Compare(_targets.Links, rows.Links),
        .. Compare(_targets.LinkSysctls, rows.LinkSysctls),
        .. Compare(_targets.Addresses, rows.Addresses),
        .. Compare(_targets.Routes, rows.Routes),
        .. Compare(_targets.Neighbours, rows.Neighbours),
        .. Compare(_targets.ForwardPolicies, rows.ForwardPolicies),
    ];

    public void Dispose()
    {
        _targets.Dispose();
        foreach (var netns in _pods.Values)
        {
            netns.Dispose();
        }
    }

    private static IEnumerable<RowReport> Compare<TKey, TRow>(ITarget<TKey, TRow> target, IReadOnlyDictionary<TKey, TRow> wished)
        where TKey : notnull
        where TRow : class, IEquatable<TRow>
    {
        var read = target.Read(Scope.Everything, wished);
        return from key in wished.Keys.Concat(read.Keys).Distinct()
               let want = wished.GetValueOrDefault(key)
               let found = read.GetValueOrDefault(key)
               where !Equals(want, found) && !IsOrphan(want, found)
               select new RowReport(target.Name, $"{key}", $"{want}", $"{found}", "");
    }

    /// <summary>A table whose owner has gone: the next agent adopts it, and until then it is as it should be.</summary>
    private static bool IsOrphan(object? want, object? found) => (want, found) switch
    {
        (NftObjectRow wanted, NftObjectRow table) => IsOrphan(wanted, table),
        (PodGuardRow wanted, PodGuardRow guard) => wanted.Objects.Count == guard.Objects.Count
            && wanted.Objects.Zip(guard.Objects).All(pair => pair.First.Equals(pair.Second) || IsOrphan(pair.First, pair.Second)),
        _ => false,
    };

    private static bool IsOrphan(NftObjectRow wanted, NftObjectRow table) => wanted.Key.Kind == NftObjectKind.Table && wanted.Key == table.Key
        && (wanted.Flags & ~NftTableFlags.Owner) == (table.Flags & ~NftTableFlags.Owner);
}
