using Fairlead.Datapath;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;

namespace Fairlead.Agent.Node;

/// <summary>A plan as the tables hold it: rows by their keys.</summary>
public sealed class PlanRows
{
    public static readonly PlanRows Empty = new(DatapathPlan.Empty);

    public PlanRows(DatapathPlan plan)
    {
        Plan = plan;
        Objects = NftObjectRow.From(plan.Nftables).ToDictionary(row => row.Key);
        Elements = plan.Nftables.Elements.ToDictionary(NftElementKey.Of);
        Sysctls = plan.Sysctls.ToDictionary(row => row.Key);
        PodGuards = plan.PodGuards.ToDictionary(row => row.Netns);
        Enis = plan.Enis.ToDictionary(row => row.Mac);
        Links = plan.Links.ToDictionary(row => row.Key);
        Nics = plan.Nics.ToDictionary(row => row.Key);
        LinkSysctls = plan.LinkSysctls.ToDictionary(row => row.Key);
        Addresses = plan.Addresses.ToDictionary(row => row);
        Routes = plan.Routes.ToDictionary(row => row.Key);
        Neighbours = plan.Neighbours.ToDictionary(row => row.Key);
        Rules = plan.Rules.ToDictionary(row => row);
        ForwardPolicies = plan.ForwardPolicies.ToDictionary(row => row.Key);
    }

    public DatapathPlan Plan { get; }

    public IReadOnlyDictionary<NftObjectKey, NftObjectRow> Objects { get; }

    public IReadOnlyDictionary<NftElementKey, NftElement> Elements { get; }

    public IReadOnlyDictionary<SysctlKey, SysctlRow> Sysctls { get; }

    public IReadOnlyDictionary<Netns, PodGuardRow> PodGuards { get; }

    public IReadOnlyDictionary<MacAddress, EniRow> Enis { get; }

    public IReadOnlyDictionary<LinkKey, LinkRow> Links { get; }

    public IReadOnlyDictionary<LinkKey, NicRow> Nics { get; }

    public IReadOnlyDictionary<SysctlKey, SysctlRow> LinkSysctls { get; }

    public IReadOnlyDictionary<AddressRow, AddressRow> Addresses { get; }

    public IReadOnlyDictionary<RouteKey, RouteRow> Routes { get; }

    public IReadOnlyDictionary<NeighbourKey, NeighbourRow> Neighbours { get; }

    public IReadOnlyDictionary<RuleRow, RuleRow> Rules { get; }

    public IReadOnlyDictionary<ForwardPolicyKey, ForwardPolicyRow> ForwardPolicies { get; }
}
