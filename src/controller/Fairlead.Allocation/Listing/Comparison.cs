using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Listing;

/// <summary>What the cloud has against what is believed. What contradicts is said, and planned around; nothing is forced.</summary>
internal static class Comparison
{
    /// <param name="asked">What was changed after this, or shortly before, is not judged.</param>
    public static void Run(AllocationState state, IReadOnlyList<CloudInterface> listed, DateTimeOffset asked)
    {
        var judged = asked - state.Options.DescriptionLag;
        var found = listed.ToDictionary(eni => eni.Id);
        foreach (var eni in state.Interfaces.Values.ToList())
        {
            if (IsUnsettled(eni, judged))
            {
                continue;
            }

            if (found.TryGetValue(eni.Id, out var seen))
            {
                One(state, eni, seen);
            }
            else
            {
                Missing(state, eni);
            }
        }

        foreach (var seen in listed.Where(seen => !state.Interfaces.ContainsKey(seen.Id) && seen.State != InterfaceState.Deleting && (seen.Created is not { } created || created < judged)))
        {
            Adoption.Take(state, seen);
        }
    }

    private static bool IsUnsettled(InterfaceRecord eni, DateTimeOffset judged) =>
        eni.IsBusy || eni.IsReleasing || eni.InDoubt || eni.Growths.Count > 0 || eni.ChangedAt >= judged;

    // A list that is behind may lack it: gone is what two lists lack.
    private static void Missing(AllocationState state, InterfaceRecord eni)
    {
        if (eni.MissingSince is null)
        {
            eni.MissingSince = state.Now;
        }
        else
        {
            Vanishing.Run(state, eni, eni.Doomed ? null : "two lists lack it");
        }
    }

    private static void One(AllocationState state, InterfaceRecord eni, CloudInterface seen)
    {
        eni.MissingSince = null;
        var stage = InterfaceSighting.StageOf(seen.State);
        if (stage != eni.Stage || (stage != InterfaceStage.Available && seen.Instance != eni.Instance))
        {
            Elsewhere(state, eni, seen, stage);
        }

        foreach (var record in eni.Ranges.Where(record => !seen.Has(record.Range)).ToList())
        {
            RangeBook.Lost(state, eni, record);
        }

        foreach (var range in InterfaceSighting.Ranges(seen).Where(range => eni.Find(range) is null).ToList())
        {
            RangeBook.Add(state, eni, new RangeRecord(range, eni.Node?.NextGeneration() ?? eni.Generation));
            state.Mark(eni.Node);
        }
    }

    private static void Elsewhere(AllocationState state, InterfaceRecord eni, CloudInterface seen, InterfaceStage stage)
    {
        var before = eni.Node;
        InterfaceSighting.Properties(eni, seen);
        eni.Stage = stage;
        eni.IsSpare &= stage == InterfaceStage.Available;
        var owner = Adoption.Owner(state, eni);
        if (before is not null && !ReferenceEquals(before, owner))
        {
            Reports.Contradiction(
                state, before, "InterfaceElsewhere",
                $"ENI {eni.Id} of this node is {(seen.Instance.Length > 0 ? "on instance " + seen.Instance : "on no instance")}: somebody moved it; it is left there, and the node gets others");
        }

        Ownership.Take(state, eni, owner);
        InterfaceSighting.Watch(state, eni, state.Options.LookEvery);
        state.Mark(eni);
    }
}
