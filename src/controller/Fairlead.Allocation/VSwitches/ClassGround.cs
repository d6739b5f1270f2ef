using Fairlead.Allocation.Shapes;
using Fairlead.Allocation.State;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.VSwitches;

/// <summary>Where ENIs of a class are made on a node, and with which security groups.</summary>
/// <param name="VSwitches">Those of the node's zone and VPC, in the order in which people wrote them.</param>
internal sealed record ClassGround(IReadOnlyList<string> VSwitches, IReadOnlyList<string> SecurityGroups, VSwitchSelection Selection)
{
    /// <param name="ofClass">Empty for pods of no class.</param>
    public static ClassGround Of(AllocationState state, NodeRecord node, NodeShape shape, string ofClass)
    {
        var spec = ofClass.Length == 0 ? null : state.Grounds.GetValueOrDefault(ofClass);
        var named = spec is { VSwitches.Count: > 0 } ? spec.VSwitches : shape.VSwitches;
        var groups = spec is { SecurityGroups.Count: > 0 } ? spec.SecurityGroups : shape.SecurityGroups;
        var instance = node.Instance!;
        return new ClassGround(
            [.. (named.Count > 0 ? named : [instance.VSwitch]).Where(id => state.VSwitch(id) is { } record && record.Described.Zone == instance.Zone && record.Described.Vpc == instance.Vpc)],
            groups.Count > 0 ? groups : instance.SecurityGroups,
            spec is { VSwitches.Count: > 0 } ? spec.VSwitchSelection : shape.Selection);
    }

    /// <param name="prefixes">What is wanted are whole prefixes, and the primary address before them.</param>
    public IReadOnlyList<VSwitchPlace> Places(AllocationState state, NodeShape shape, bool prefixes) =>
        [.. VSwitches.Select(state.VSwitch).OfType<VSwitchRecord>()
            .Where(record => !shape.HasV6 || record.Described.Cidr6 is not null)
            .Select(record => new VSwitchPlace(record.Described.Id, prefixes ? MostWithPrefixes(record, state.Now) : record.Most(state.Now), record.Free))];

    /// <summary>A prefix is whole or not at all, and the first address comes from what is left beside it.</summary>
    public static int MostWithPrefixes(VSwitchRecord record, DateTimeOffset now) => Math.Min(record.MostPrefixes(now), (record.Free - 1) / 16) is > 0 and var whole && record.Most(now) > 0 ? 1 + (whole * 16) : 0;
}
