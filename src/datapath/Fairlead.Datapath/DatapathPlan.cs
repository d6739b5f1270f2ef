using Fairlead.Model.Kernel;
using Fairlead.Model.Nftables;

namespace Fairlead.Datapath;

/// <summary>
/// Wished rows, of a node or of one pod, in the order in which their tables are carried out: the guard is in the kernel before
/// the link that it guards, and what a link inherits (accept_ra) is set before the link is made. Plans of the node and of all
/// its pods together are everything that Fairlead wishes on a node.
/// </summary>
public sealed record DatapathPlan
{
    public static DatapathPlan Empty { get; } = new();

    public NftRuleset Nftables { get; init; } = NftRuleset.Empty;

    /// <summary>Settings that links inherit when they are made, and those of links that are not ours.</summary>
    public EquatableList<SysctlRow> Sysctls { get; init; } = [];

    /// <summary>Our tables inside pods that have an ENI of their own.</summary>
    public EquatableList<PodGuardRow> PodGuards { get; init; } = [];

    /// <summary>ENIs that are in pods, and the trunks of members that are.</summary>
    public EquatableList<EniRow> Enis { get; init; } = [];

    public EquatableList<LinkRow> Links { get; init; } = [];

    /// <summary>ENIs that the cloud gave the node and that pods share.</summary>
    public EquatableList<NicRow> Nics { get; init; } = [];

    /// <summary>Settings of links of ours: they exist only with the link.</summary>
    public EquatableList<SysctlRow> LinkSysctls { get; init; } = [];

    public EquatableList<AddressRow> Addresses { get; init; } = [];

    public EquatableList<RouteRow> Routes { get; init; } = [];

    public EquatableList<NeighbourRow> Neighbours { get; init; } = [];

    public EquatableList<RuleRow> Rules { get; init; } = [];

    public EquatableList<ForwardPolicyRow> ForwardPolicies { get; init; } = [];

    /// <summary>Several plans as one: the node's and its pods' are all that is wished on the node.</summary>
    public static DatapathPlan Combine(params IReadOnlyCollection<DatapathPlan> plans) => new()
    {
        Nftables = new NftRuleset(
            [.. plans.SelectMany(plan => plan.Nftables.Tables)],
            [.. plans.SelectMany(plan => plan.Nftables.Chains)],
            [.. plans.SelectMany(plan => plan.Nftables.Sets)],
            [.. plans.SelectMany(plan => plan.Nftables.Elements)],
            [.. plans.SelectMany(plan => plan.Nftables.Rules)]),
        Sysctls = [.. plans.SelectMany(plan => plan.Sysctls)],
        PodGuards = [.. plans.SelectMany(plan => plan.PodGuards)],
        Enis = [.. plans.SelectMany(plan => plan.Enis)],
        Links = [.. plans.SelectMany(plan => plan.Links)],
        Nics = [.. plans.SelectMany(plan => plan.Nics)],
        LinkSysctls = [.. plans.SelectMany(plan => plan.LinkSysctls)],
        Addresses = [.. plans.SelectMany(plan => plan.Addresses)],
        Routes = [.. plans.SelectMany(plan => plan.Routes)],
        Neighbours = [.. plans.SelectMany(plan => plan.Neighbours)],
        Rules = [.. plans.SelectMany(plan => plan.Rules)],
        ForwardPolicies = [.. plans.SelectMany(plan => plan.ForwardPolicies)],
    };

    /// <summary>One row a line, in the order of tables: what golden files and operators compare.</summary>
    public IEnumerable<string> Lines() =>
    [
        .. NftText.Lines(Nftables),
        .. Sysctls.Select(row => $"sysctl {row}"),
        .. PodGuards.SelectMany(row => row.Objects.Select(one => $"in {row.Netns}: {one}")),
        .. Enis.Select(row => $"eni {row}"),
        .. Links.Select(row => $"link {row}"),
        .. Nics.Select(row => $"nic {row}"),
        .. LinkSysctls.Select(row => $"sysctl {row}"),
        .. Addresses.Select(row => $"address {row}"),
        .. Routes.Select(row => $"route {row}"),
        .. Neighbours.Select(row => $"neighbour {row}"),
        .. Rules.Select(row => $"rule {row}"),
        .. ForwardPolicies.Select(row => $"forward policy {row}"),
    ];

    public override string ToString() => string.Join('\n', Lines());
}
