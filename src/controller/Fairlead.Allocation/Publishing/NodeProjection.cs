using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Nodes;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Publishing;

/// <summary>A node as its NodeNetwork says it.</summary>
internal static class NodeProjection
{
    public static NodeNetworkSpec Spec(AllocationState state, NodeRecord node) => new()
    {
        Term = state.Term,
        LastGeneration = node.LastGeneration,
        Instance = node.InstanceId,
        Zone = node.Instance?.Zone ?? "",
        Mode = node.Shape?.Mode ?? (node.Node is { } seen ? NodeShape.ModeOf(state.Configuration!.Spec, seen.Metadata.Labels) : state.Configuration!.Spec.Mode),
        PodSlices = node.Slices,
        Interfaces = [.. node.Interfaces.Where(eni => IsOffered(node, eni)).OrderBy(eni => eni.Generation).ThenBy(eni => eni.Id, StringComparer.Ordinal).Select(eni => eni.Offer(made => Offer(state, made)))],
        FixedAddresses = [.. node.FixedAddresses],
        RestSeconds = (node.Shape?.Settings ?? state.Configuration!.Spec.Pool).RestSeconds,
    };

    public static NodeNetworkStatus Status(NodeRecord node)
    {
        var shared = node.Interfaces.Where(eni => eni.Use == InterfaceUse.Shared && IsOffered(node, eni)).ToList();
        var v6 = node.Shape is { HasV4: false };
        return new NodeNetworkStatus
        {
            Limits = node.Shape?.Limits is { } limits ? new NodeLimits(limits.Type, limits.Interfaces, limits.Addresses4PerInterface, limits.Addresses6PerInterface, limits.Members) : null,
            Addresses = shared.Where(eni => !eni.IsGoing).Sum(eni => eni.Ranges.Where(record => record.Range.IsV6 == v6 && !record.Retiring).Sum(record => record.Units)),
            Leased = shared.Sum(eni => node.Leases.On(eni.Id)),
            Demand = node.Waiting,
            Interfaces = node.Interfaces.Count(eni => IsOffered(node, eni)),
            Conditions = node.Conditions.All,
        };
    }

    public static (int Addresses, int Leased, int Demand, int Interfaces) Numbers(NodeNetworkStatus status) =>
        (status.Addresses, status.Leased, status.Demand, status.Interfaces);

    public static bool Same(NodeNetworkSpec? one, NodeNetworkSpec other) =>
        one is not null && one.Term == other.Term && one.LastGeneration == other.LastGeneration && one.Instance == other.Instance && one.Zone == other.Zone
        && one.Mode == other.Mode && one.RestSeconds == other.RestSeconds && one.PodSlices.SequenceEqual(other.PodSlices)
        && SameItems(one.Interfaces, other.Interfaces) && SameItems(one.FixedAddresses, other.FixedAddresses);

    public static bool SameWords(NodeNetworkStatus one, NodeNetworkStatus other) =>
        one.Limits == other.Limits && ReferenceEquals(one.Conditions, other.Conditions);

    /// <summary>On its instance for sure, and not on its way off: the agent can use it.</summary>
    public static bool IsOffered(NodeRecord node, InterfaceRecord eni) =>
        eni is { Stage: InterfaceStage.Attached, Doomed: false, Leaving: false, IsUndecided: false } && eni.Instance == node.InstanceId;

    // An offer is the same object until something of it changes.
    private static bool SameItems<T>(IReadOnlyList<T> one, IReadOnlyList<T> other)
        where T : class
    {
        if (one.Count != other.Count)
        {
            return false;
        }

        for (var i = 0; i < one.Count; i++)
        {
            if (!ReferenceEquals(one[i], other[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static NodeInterface Offer(AllocationState state, InterfaceRecord eni)
    {
        var vSwitch = state.VSwitch(eni.VSwitch)?.Described;
        return new NodeInterface
        {
            Id = eni.Id,
            Mac = eni.Mac,
            Use = eni.Use,
            Class = eni.Class,
            VSwitch = eni.VSwitch,
            Subnet4 = vSwitch?.Cidr,
            Subnet6 = vSwitch?.Cidr6,
            Gateway4 = vSwitch is null ? null : Gateway(vSwitch.Cidr),
            Gateway6 = vSwitch?.Cidr6 is { } range ? Gateway(range) : null,
            Trunk = eni.Trunk.Length > 0 && state.Interfaces.TryGetValue(eni.Trunk, out var trunk) ? trunk.Mac : null,
            Vlan = eni.Vlan,
            Ranges = IsWithheld(eni) ? [] : [.. eni.Ranges.Where(record => record is { Releasing: false, Contender: null }).Select(record => new OfferedRange(record.Range, record.Generation, record.Retiring))],
            Retiring = eni.Retiring,
            Generation = eni.Generation,
        };
    }

    // One pod has all of it: with one of its addresses in doubt, nobody can have it.
    private static bool IsWithheld(InterfaceRecord eni) => eni is { Use: InterfaceUse.Exclusive or InterfaceUse.Member, IsContended: true };

    // The last address but two of a vSwitch, as its documentation reserves it (x.x.x.253 of a /24).
    private static InetAddress Gateway(Cidr range) =>
        range.IsV6 ? InetAddress.V6(range.Last.Bits - 2) : InetAddress.V4((uint)range.Last.Bits - 2);
}
