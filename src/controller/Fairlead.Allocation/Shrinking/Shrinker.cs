using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Shrinking;

/// <summary>Gives back what the agent has acknowledged; it waits for nothing that grows.</summary>
internal static class Shrinker
{
    public static void Run(AllocationState state, InterfaceRecord eni)
    {
        if (!state.IsReady || eni.IsReleasing || eni.IsBusy || eni.Doomed || eni.Stage != InterfaceStage.Attached)
        {
            return;
        }

        // In doubt, the same again and no more: only that says what became of it.
        var going = eni.Ranges.Where(record => record is { Retiring: true, Acknowledged: true } && !IsPrimary(eni, record) && (record.Releasing || !eni.InDoubt)).Take(state.Options.MostPerRelease).ToList();
        if (going.Count == 0)
        {
            return;
        }

        if (!eni.Shrinking.MayTry(state.Now))
        {
            state.Due.Add(DueKind.Interface, eni.Id, eni.Shrinking.NotBefore);
            return;
        }

        eni.IsReleasing = true;
        going.ForEach(record => record.Releasing = true);
        eni.Touch();
        state.Call(new ReleaseErrand(eni, going), id => new ReleaseRanges(eni.Id, [.. going.Select(record => record.Range)]) { Id = id });
    }

    /// <summary>It goes with the ENI only.</summary>
    public static bool IsPrimary(InterfaceRecord eni, RangeRecord record) => ReferenceEquals(eni.Ranges[0], record);
}
