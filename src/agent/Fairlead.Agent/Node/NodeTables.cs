using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Node;

/// <summary>
/// The tables of a node, in the order in which their rows are created: settings that links inherit, the guard, the links, and
/// what is on them. Removals go in reverse.
/// </summary>
public sealed class NodeTables(Reconciler reconciler, KernelTargets targets)
{
    public Table<SysctlKey, SysctlRow> Sysctls { get; } = reconciler.Add(targets.Sysctls);

    public Table<NftObjectKey, NftObjectRow> Objects { get; } = reconciler.Add(targets.Objects);

    public Table<NftElementKey, NftElement> Elements { get; } = reconciler.Add(targets.Elements);

    public Table<Netns, PodGuardRow> PodGuards { get; } = reconciler.Add(targets.PodGuards);

    public Table<MacAddress, EniRow> Enis { get; } = reconciler.Add(targets.Enis);

    public Table<LinkKey, LinkRow> Links { get; } = reconciler.Add(targets.Links);

    public Table<LinkKey, NicRow> Nics { get; } = reconciler.Add(targets.Nics);

    public Table<SysctlKey, SysctlRow> LinkSysctls { get; } = reconciler.Add(targets.LinkSysctls);

    public Table<AddressRow, AddressRow> Addresses { get; } = reconciler.Add(targets.Addresses);

    public Table<RouteKey, RouteRow> Routes { get; } = reconciler.Add(targets.Routes);

    public Table<NeighbourKey, NeighbourRow> Neighbours { get; } = reconciler.Add(targets.Neighbours);

    public Table<RuleRow, RuleRow> Rules { get; } = reconciler.Add(targets.Rules);

    /// <summary>Last: the way is opened when everything that guards it stands.</summary>
    public Table<ForwardPolicyKey, ForwardPolicyRow> ForwardPolicies { get; } = reconciler.Add(targets.ForwardPolicies);

    /// <summary>What is in a pod or on a link: the tables that news of a link are about.</summary>
    public IReadOnlyList<ReconciledTable> OfLinks => [Enis, Links, Nics, Addresses, Routes, Neighbours];

    public IReadOnlyList<ReconciledTable> OfNftables => [Objects, Elements, ForwardPolicies];

    public IReadOnlyList<ReconciledTable> OfSettings => [Sysctls, LinkSysctls];

    public IReadOnlyList<ReconciledTable> All => reconciler.Tables;

    /// <summary>From one plan to the next: only what differs is written.</summary>
    public void Replace(WriteBatch batch, PlanRows before, PlanRows after) => batch
        .Replace(Sysctls, before.Sysctls, after.Sysctls)
        .Replace(Objects, before.Objects, after.Objects)
        .Replace(Elements, before.Elements, after.Elements)
        .Replace(PodGuards, before.PodGuards, after.PodGuards)
        .Replace(Enis, before.Enis, after.Enis)
        .Replace(Links, before.Links, after.Links)
        .Replace(Nics, before.Nics, after.Nics)
        .Replace(LinkSysctls, before.LinkSysctls, after.LinkSysctls)
        .Replace(Addresses, before.Addresses, after.Addresses)
        .Replace(Routes, before.Routes, after.Routes)
        .Replace(Neighbours, before.Neighbours, after.Neighbours)
        .Replace(Rules, before.Rules, after.Rules)
        .Replace(ForwardPolicies, before.ForwardPolicies, after.ForwardPolicies);

    /// <summary>The pod's rows go: its link and its keys by our hand, what is on the link with it.</summary>
    public void Remove(WriteBatch batch, PlanRows pod)
    {
        Each(pod.Elements.Keys, key => batch.Delete(Elements, key));
        Each(pod.PodGuards.Keys, key => batch.Delete(PodGuards, key));
        Each(pod.Enis.Keys, key => batch.Delete(Enis, key));
        Each(pod.Links.Keys, key => batch.Delete(Links, key));
        Each(pod.Sysctls.Keys, key => batch.Forget(Sysctls, key));
        Each(pod.LinkSysctls.Keys, key => batch.Forget(LinkSysctls, key));
        Each(pod.Addresses.Keys, key => batch.Forget(Addresses, key));
        Each(pod.Routes.Keys, key => batch.Forget(Routes, key));
        Each(pod.Neighbours.Keys, key => batch.Forget(Neighbours, key));
    }

    private static void Each<TKey>(IEnumerable<TKey> keys, Action<TKey> action)
    {
        foreach (var key in keys)
        {
            action(key);
        }
    }
}
