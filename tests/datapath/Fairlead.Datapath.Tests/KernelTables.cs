using Fairlead.Linux.Addresses;
using Fairlead.Linux.Enis;
using Fairlead.Linux.Links;
using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Neighbours;
using Fairlead.Linux.Nftables;
using Fairlead.Linux.Routes;
using Fairlead.Linux.Rules;
using Fairlead.Linux.Sysctl;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Datapath.Tests;

/// <summary>The tables over the real targets, whichever kernel answers them: the real one or the fake.</summary>
internal static class KernelTables
{
    public static PlanTables Over(Reconciler reconciler, NetnsConnections connections, DyingLinks dying, NftConnection nft, NftReader reader, PodGuardTarget guards) => new(
        reconciler,
        new NftObjectTarget(nft, reader),
        new NftElementTarget(nft, reader),
        new SysctlTarget(connections.Resolver, (_, _) => { }),
        guards,
        new EniTarget(connections),
        new LinkTarget(connections, dying, OurMark.DyingGroup),
        new NicTarget(connections),
        new SysctlTarget(connections.Resolver, (_, _) => { }) { Name = "link-sysctls" },
        new AddressTarget(connections),
        new RouteTarget(connections),
        new NeighbourTarget(connections),
        new RuleTarget(connections));
}
