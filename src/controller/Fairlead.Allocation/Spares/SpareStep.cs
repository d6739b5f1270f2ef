using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Naming;
using Fairlead.Allocation.Pools;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Spares;

/// <summary>Keeps as many detached ENIs in each zone as are wanted there.</summary>
internal static class SpareStep
{
    /// <summary>The use that its tag says: what becomes of it, nobody knows yet.</summary>
    public const string Use = "spare";

    // Where there was no place, or a refusal: no node waits for it.
    private static readonly TimeSpan Later = TimeSpan.FromMinutes(2);

    public static void Run(AllocationState state)
    {
        if (!state.IsReady || !state.Spares.IsDirty || state.Configuration is not { } configuration)
        {
            return;
        }

        state.Spares.IsDirty = false;
        Repeat(state);
        var wanted = Wanted(configuration.Spec);
        var spares = state.Orphans.Where(eni => eni is { IsSpare: true, Doomed: false }).OrderBy(eni => eni.Id, StringComparer.Ordinal).ToList();
        var grounds = wanted > 0 ? SpareGround.All(state) : [];
        if (wanted == 0 && state.CloudTroubles.ContainsKey(ClusterWork.Spares))
        {
            ClusterReports.CloudReady(state, ClusterWork.Spares, null);
        }

        foreach (var surplus in spares.GroupBy(eni => eni.Zone).SelectMany(zone => zone.Skip(grounds.Any(ground => ground.Zone == zone.Key) ? wanted : 0)))
        {
            surplus.Doomed = true;
            state.DirtyInterfaces.Mark(surplus);
        }

        foreach (var ground in grounds)
        {
            var missing = wanted - spares.Count(eni => eni.Zone == ground.Zone) - state.Spares.Births.Count(birth => birth.Zone == ground.Zone);
            while (missing-- > 0 && Make(state, configuration.Spec, ground))
            {
            }
        }
    }

    private static int Wanted(ClusterNetworkSpec spec) => spec.NodePools.Select(pool => pool.Pool?.SpareDetached ?? 0).Append(spec.Pool.SpareDetached).Max();

    private static void Repeat(AllocationState state)
    {
        foreach (var birth in state.Spares.Births.Where(birth => !birth.IsCalled))
        {
            if (birth.Retry.MayTry(state.Now))
            {
                Call(state, birth);
            }
            else
            {
                state.Due.Add(DueKind.Spares, "", birth.Retry.NotBefore);
            }
        }
    }

    private static bool Make(AllocationState state, ClusterNetworkSpec spec, SpareGround ground)
    {
        if (!state.Spares.Making.MayTry(state.Now))
        {
            state.Due.Add(DueKind.Spares, "", state.Spares.Making.NotBefore);
            return false;
        }

        var units = Units(state, spec);
        var (v4, v6) = (spec.Families != AddressFamilies.Ipv6, spec.Families != AddressFamilies.Ipv4);
        var prefixes = spec.Pool.Prefixes && v4 && units > 1;
        // The IPv4 ones may follow by prefixes, and then one of IPv6 serves them all.
        var prefixes6 = v6 && spec.Pool.Prefixes && spec.Mode == PodNetworkMode.SharedEni;
        if (ground.Choose(spec.VSwitchSelection, v6, prefixes, v4 ? prefixes ? 17 : units : 1, state.Now) is not var (vSwitch, granted))
        {
            state.Due.Add(DueKind.Spares, "", state.Now + Later);
            return false;
        }

        var name = state.Spares.NextName();
        var birth = new SpareBirth(ground.Zone, new InterfaceWish
        {
            VSwitch = vSwitch,
            SecurityGroups = ground.SecurityGroups,
            Addresses4 = v4 && !prefixes ? granted - 1 : 0,
            Prefixes4 = prefixes ? 1 : 0,
            Addresses6 = v6 && !prefixes6 ? Math.Min(v4 ? granted : units, state.Options.MostAtBirth6) : 0,
            Prefixes6 = prefixes6 ? 1 : 0,
            Tags = new Dictionary<string, string> { [ResourceNames.ClusterTag] = spec.Cluster, [ResourceNames.UseTag] = Use },
            Name = $"fairlead-spare-{state.Term}-{name}",
            Description = "made by Fairlead for whichever node needs one",
        }, CallTokens.Of("spare", spec.Cluster, ground.Zone, $"{state.Term}", $"{name}"));
        state.Spares.Births.Add(birth);
        Call(state, birth);
        return true;
    }

    // As much as a fresh node gets first, if every type of instance in use can have that on one ENI; an exclusive pod's has one.
    private static int Units(AllocationState state, ClusterNetworkSpec spec)
    {
        if (spec.Mode != PodNetworkMode.SharedEni)
        {
            return 1;
        }

        var most = state.Limits.Values.Select(limits => spec.Families == AddressFamilies.Ipv4 ? limits.Addresses4PerInterface : Math.Min(limits.Addresses4PerInterface, limits.Addresses6PerInterface)).DefaultIfEmpty(state.Options.MostAtBirth4).Min();
        return Math.Max(1, PoolTarget.Of(0, spec.Pool.MinFree, spec.Pool.Batch, Math.Min(most, state.Options.MostAtBirth4)));
    }

    private static void Call(AllocationState state, SpareBirth birth)
    {
        birth.IsCalled = true;
        if (state.VSwitch(birth.Wish.VSwitch) is { } vSwitch)
        {
            vSwitch.Free -= birth.Wish.NeededAddresses + (birth.Wish.Prefixes4 * 16);
        }

        state.Call(new SpareErrand(birth), id => new CreateInterface(birth.Wish, birth.Token) { Id = id });
    }
}
