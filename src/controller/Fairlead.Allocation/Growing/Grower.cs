using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Naming;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Growing;

/// <summary>Has addresses and prefixes assigned to ENIs that are there.</summary>
internal static class Grower
{
    public static bool CanGrow(AllocationState state, InterfaceRecord eni) =>
        eni is { Stage: InterfaceStage.Attached, IsGoing: false, InDoubt: false, IsBusy: false } && eni.Growing.MayTry(state.Now);

    /// <returns>What it will get; 0 where its vSwitch has none now, or more is asked for already.</returns>
    public static int Order(AllocationState state, NodeRecord node, InterfaceRecord eni, AddressKind kind, int count)
    {
        var isV6 = kind is AddressKind.Address6 or AddressKind.Prefix6;
        if (!CanGrow(state, eni) || eni.Growths.Exists(growth => growth.IsV6 == isV6) || state.VSwitch(eni.VSwitch) is not { } vSwitch)
        {
            return 0;
        }

        var size = kind == AddressKind.Prefix4 ? 16 : 1;
        var most = isV6 ? state.Options.MostPerCall6 : kind == AddressKind.Prefix4 ? Math.Min(10, vSwitch.MostPrefixes(state.Now)) : Math.Min(state.Options.MostPerCall4, vSwitch.Most(state.Now));
        var granted = Math.Min(count, most);
        if (granted <= 0)
        {
            return 0;
        }

        var generation = node.NextGeneration();
        var growth = new Growth(kind, granted, CallTokens.Of("assign", eni.Id, node.Node?.Metadata.Uid ?? "", $"{generation}"), generation);
        eni.Growths.Add(growth);
        vSwitch.Free -= isV6 ? 0 : granted * size;
        Call(state, eni, growth);
        return granted;
    }

    /// <summary>Asks again, with the same token, for what may have been assigned.</summary>
    public static void Repeat(AllocationState state, InterfaceRecord eni)
    {
        foreach (var growth in eni.Growths.Where(growth => !growth.IsCalled))
        {
            if (growth.Retry.MayTry(state.Now))
            {
                Call(state, eni, growth);
            }
            else
            {
                state.Due.Add(DueKind.Interface, eni.Id, growth.Retry.NotBefore);
            }
        }
    }

    public static void Call(AllocationState state, InterfaceRecord eni, Growth growth)
    {
        growth.IsCalled = true;
        state.Call(new GrowthErrand(eni, growth), id => growth.Addresses.Count > 0
            ? new AssignAddresses(eni.Id, growth.Addresses, growth.Token) { Id = id }
            : new AssignRanges(eni.Id, growth.Kind, growth.Count, growth.Token) { Id = id });
    }
}
