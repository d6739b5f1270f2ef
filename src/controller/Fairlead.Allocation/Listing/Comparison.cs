using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.Interfaces;
using Fairlead.Allocation.State;
using Fairlead.Cloud;

namespace Fairlead.Allocation.Listing;

/// <summary>What the cloud has against what is believed. What contradicts is said, and planned around; nothing is forced.</summary>
internal static class Comparison
{
    /// <param name="asked">What was changed after this, or shortly before, is not judged.</param>
    public static void Run(AllocationState state, IReadOnlyList<CloudInterface> listed, DateTimeOffset asked)
    {
        Consistency.Run(state);
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
        if (InterfaceSighting.IsNews(eni, seen))
        {
            Relocation.Run(state, eni, seen);
        }

        foreach (var record in eni.Ranges.Where(record => !seen.Has(record.Range)).ToList())
        {
            RangeBook.Lost(state, eni, record);
        }

        foreach (var range in InterfaceSighting.Ranges(seen).Where(range => eni.Find(range) is null).ToList())
        {
            RangeBook.Add(state, eni, new RangeRecord(range, eni.Node?.NextGeneration() ?? eni.Generation));
            state.Mark(eni.Node);
            Homes.Come(state, eni);
        }
    }
}
