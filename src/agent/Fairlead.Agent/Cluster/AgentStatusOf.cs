using Fairlead.Agent.Node;
using Fairlead.Agent.Pods;
using Fairlead.Agent.Reports;
using Fairlead.Model.Pods;
using Fairlead.Planning.Addresses;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Cluster;

/// <summary>What the agent says of itself, put together from its pools.</summary>
internal static class AgentStatusOf
{
    public static AgentStatus Engine(
        NodeEngine engine, string bootId, long generation, long term, IReadOnlyList<PoolRow> slices, IReadOnlyList<IEniPool> pools, string unheeded)
    {
        var pods = engine.Register.All.ToDictionary(pod => pod.Id);
        return new AgentStatus
        {
            BootId = bootId,
            Version = AgentVersion.Text,
            ObservedGeneration = generation,
            Term = term,
            Leases =
            [
                .. slices.Select(row => row.Lease).OfType<AddressLease>().Select(lease => Use(lease, pods.GetValueOrDefault(lease.Owner))),
                .. pools.SelectMany(pool => pool.Uses).OrderBy(use => use.Interface, StringComparer.Ordinal).ThenBy(use => use.Address),
            ],
            Retired = [.. pools.SelectMany(pool => pool.Retired).OrderBy(retired => retired.Interface, StringComparer.Ordinal).ThenBy(retired => $"{retired.Range}", StringComparer.Ordinal)],
            Seen = [.. pools.SelectMany(pool => pool.Seen).Distinct().OrderBy(mac => $"{mac}", StringComparer.Ordinal)],
            Resting = pools.Sum(pool => pool.Resting),
            Conditions = AgentConditions.OneOfEach([Heeds(unheeded, generation), .. pools.SelectMany(pool => pool.Conditions)]),
        };
    }

    private static AddressUse Use(AddressLease lease, PodAttachment? pod) =>
        new(lease.Address, "", lease.Owner.ContainerId, lease.Owner.InterfaceName, lease.PodUid, lease.Generation)
        {
            PodNamespace = pod?.PodNamespace ?? "",
            PodName = pod?.PodName ?? "",
        };

    private static Condition Heeds(string unheeded, long generation) => unheeded.Length == 0
        ? new Condition("SpecHeeded", Condition.True, "Heeded", "the agent acts upon the spec") { ObservedGeneration = generation }
        : new Condition("SpecHeeded", Condition.False, "EarlierTerm", unheeded) { ObservedGeneration = generation };
}
