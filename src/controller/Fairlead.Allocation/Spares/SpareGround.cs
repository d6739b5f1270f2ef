using Fairlead.Allocation.State;
using Fairlead.Allocation.VSwitches;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Spares;

/// <summary>Where a zone's spare ENIs are made, and with which groups: as those of its nodes that no class claims.</summary>
internal sealed record SpareGround(string Zone, IReadOnlyList<VSwitchRecord> VSwitches, IReadOnlyList<string> SecurityGroups)
{
    /// <summary>Zones that the configuration names a vSwitch of, and those of nodes.</summary>
    public static IReadOnlyList<SpareGround> All(AllocationState state)
    {
        var spec = state.Configuration!.Spec;
        if (spec.VSwitches.Count > 0 && state.ClusterGroups.InForce.Count > 0)
        {
            return [.. spec.VSwitches.Select(state.VSwitch).OfType<VSwitchRecord>().Where(known => spec.Vpc.Length == 0 || known.Described.Vpc == spec.Vpc)
                .GroupBy(known => known.Described.Zone).Select(zone => new SpareGround(zone.Key, [.. zone], state.ClusterGroups.InForce))];
        }

        // What is not named is as the instances have it: one of them speaks for its zone.
        return [.. state.Nodes.Values.Where(node => node is { Node: not null, Instance: not null, Shape: not null }).GroupBy(node => node.Instance!.Zone)
            .Select(zone => (zone.Key, Ground: ClassGround.Of(state, zone.MinBy(node => node.Name, StringComparer.Ordinal)!, zone.MinBy(node => node.Name, StringComparer.Ordinal)!.Shape!, "")))
            .Select(zone => new SpareGround(zone.Key, [.. zone.Ground.VSwitches.Select(state.VSwitch).OfType<VSwitchRecord>()], zone.Ground.SecurityGroups))];
    }

    /// <returns>Where one of so many addresses is made, and with how many; null where there is no place.</returns>
    public (string VSwitch, int Addresses)? Choose(VSwitchSelection selection, bool hasV6, bool prefixes, int needed, DateTimeOffset now) => VSwitchChooser.Choose(
        [.. VSwitches.Where(known => !hasV6 || known.Described.Cidr6 is not null).Select(known => new VSwitchPlace(known.Described.Id, prefixes ? ClassGround.MostWithPrefixes(known, now) : known.Most(now), known.Free))],
        selection, needed);
}
