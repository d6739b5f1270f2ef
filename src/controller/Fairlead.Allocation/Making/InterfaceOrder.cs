using Fairlead.Allocation.Naming;
using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Making;

/// <summary>An ENI that a node is to get: what it is for and how much of it.</summary>
/// <param name="Units">Pods that it is to serve: of the family that the stock is counted by.</param>
internal sealed record InterfaceOrder(InterfaceUse Use, string Class, int Units)
{
    public InetAddress? PrimaryAddress { get; init; }

    /// <summary>Single addresses though the stock is one of prefixes: no vSwitch has a whole one left.</summary>
    public bool IsSingles { get; init; }

    /// <summary>The reservation whose address it is to have; null: anybody's.</summary>
    public string? Reservation { get; init; }

    /// <summary>False for an ENI whose address outlives the node.</summary>
    public bool GoesWithInstance { get; init; } = true;

    /// <summary>Prefixes that have so many addresses, beside the ENI's primary one.</summary>
    public int WholePrefixes => (Units - 1 + 15) / 16;

    public bool ByPrefix(NodeShape shape) => shape.Settings.Prefixes && Use == InterfaceUse.Shared && !IsSingles;

    public InterfaceWish Wish(AllocationState state, NodeRecord node, NodeShape shape, string vSwitch, IReadOnlyList<string> groups, long generation)
    {
        var prefixes = ByPrefix(shape);
        var prefixes6 = prefixes || (IsSingles && shape.HasV6);
        return new InterfaceWish
        {
            VSwitch = vSwitch,
            SecurityGroups = groups,
            Role = Use == InterfaceUse.Trunk ? InterfaceRole.Trunk : InterfaceRole.Secondary,
            PrimaryAddress = PrimaryAddress,
            Addresses4 = !prefixes && shape.HasV4 ? Units - 1 : 0,
            Prefixes4 = prefixes && shape.HasV4 ? WholePrefixes : 0,
            Addresses6 = !prefixes6 && shape.HasV6 ? Math.Min(Math.Min(Units, state.Options.MostAtBirth6), shape.Limits.Addresses6PerInterface) : 0,
            Prefixes6 = prefixes6 && shape.HasV6 ? 1 : 0,
            Tags = Tags(state, node, generation),
            Name = $"fairlead-{node.Name}-{generation}",
            Description = $"made by Fairlead for node {node.Name}",
            DeletedWithInstance = GoesWithInstance,
        };
    }

    public string Token(AllocationState state, NodeRecord node, long generation) =>
        CallTokens.Of("create", state.Configuration!.Spec.Cluster, node.Name, node.Node?.Metadata.Uid ?? "", node.InstanceId, $"{generation}");

    private Dictionary<string, string> Tags(AllocationState state, NodeRecord node, long generation)
    {
        var tags = new Dictionary<string, string>
        {
            [ResourceNames.ClusterTag] = state.Configuration!.Spec.Cluster,
            [ResourceNames.NodeTag] = node.Name,
            [ResourceNames.InstanceTag] = node.InstanceId,
            [ResourceNames.UseTag] = Use.ToString(),
            [ResourceNames.GenerationTag] = $"{generation}",
        };
        if (Class.Length > 0)
        {
            tags[ResourceNames.ClassTag] = Class;
        }

        return tags;
    }
}
