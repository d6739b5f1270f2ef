using Fairlead.Allocation.Fixed;
using Fairlead.Allocation.State;

namespace Fairlead.Allocation.Collection;

/// <summary>
/// ENIs of ours without an owner go when they have had none for long enough, or are only named. One that somebody put on an instance of
/// theirs is only named too: whoever has it may be using it.
/// </summary>
internal static class CollectionStep
{
    public const string Interface = "interface";
    public const string Route = "route";

    public static void Run(AllocationState state)
    {
        if (!state.IsReady || state.Configuration is not { } configuration)
        {
            return;
        }

        foreach (var eni in state.Orphans.Where(eni => eni.Reservation is not null))
        {
            Homes.Settle(state, eni);
        }

        var settings = configuration.Spec.Collection;
        foreach (var eni in state.Orphans.Where(eni => !eni.Doomed && IsLeaked(eni)).OrderBy(eni => eni.Id, StringComparer.Ordinal).ToList())
        {
            var since = state.Leaks.See(Interface, eni.Id, Reason(state, eni), state.Now);
            Judge(state, eni, since + TimeSpan.FromSeconds(settings.AfterSeconds), settings.DryRun || eni.IsAstray);
        }

        state.Leaks.Keep(Interface, [.. state.Orphans.Where(IsLeaked).Select(eni => eni.Id)]);
        Told(state);
    }

    public static void Told(AllocationState state) => state.IsClusterStatusDirty |= !ReferenceEquals(state.LeaksTold, state.Leaks.All);

    private static bool IsLeaked(InterfaceRecord eni) => eni.IsAstray || (eni.Reservation is null && !eni.IsSpare);

    private static void Judge(AllocationState state, InterfaceRecord eni, DateTimeOffset due, bool isOnlyNamed)
    {
        if (isOnlyNamed)
        {
            return;
        }

        if (state.Now < due)
        {
            state.Due.Add(DueKind.Collection, "", due);
            return;
        }

        eni.Doomed = true;
        state.DirtyInterfaces.Mark(eni);
    }

    private static string Reason(AllocationState state, InterfaceRecord eni) => eni.Stage == InterfaceStage.Available
        ? $"made for node {(eni.MadeFor.Length > 0 ? eni.MadeFor : "of no name")}, which the cluster {(state.Nodes.ContainsKey(eni.MadeFor) ? "has, and does not use it" : "does not have")}"
        : $"on instance {eni.Instance}, which is no node of the cluster{(eni.IsAstray ? ", and not put there by Fairlead: it is left alone until somebody detaches it" : "")}";
}
