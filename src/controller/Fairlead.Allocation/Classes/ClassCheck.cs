using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.Publishing;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Classes;

/// <summary>Takes a class into force when the cloud has what it names; else the last good one stays, and its condition says why.</summary>
internal static class ClassCheck
{
    public static void RunAll(AllocationState state)
    {
        foreach (var known in state.Classes.Values)
        {
            Run(state, known);
        }
    }

    public static void Run(AllocationState state, PodNetworkClass known)
    {
        if (!state.IsReady)
        {
            return;
        }

        var (name, spec) = (known.Metadata.Name, known.Spec);
        var book = Book(state, name);
        var zones = state.Nodes.Values.Select(node => node.Instance?.Zone).OfType<string>().ToHashSet();
        var problems = GroundCheck.Problems("spec.vSwitches", spec.VSwitches, id => state.VSwitch(id)?.Described, state.Configuration!.Spec.Vpc, zones);
        if (problems.Count > 0)
        {
            book.Conditions.Set(ConditionTypes.Ready, false, "VSwitchUnusable", string.Join("; ", problems) + Still(state, name), state.Now);
        }
        else if (!ReferenceEquals(state.Grounds.GetValueOrDefault(name), spec) && !IsRefused(book, known))
        {
            book.Before = state.Grounds.GetValueOrDefault(name);
            state.Grounds[name] = spec;
            book.Conditions.Set(ConditionTypes.Ready, true, "Ready", "the cloud has what it names", state.Now);
        }

        Publish(state, known, book);
    }

    /// <summary>Groups cannot be listed: that one is missing is known when an ENI is refused for it.</summary>
    public static void GroupsRefused(AllocationState state, string name, CloudException error)
    {
        if (!state.Classes.TryGetValue(name, out var known) || !error.Code.Contains("SecurityGroup", StringComparison.Ordinal))
        {
            return;
        }

        var book = Book(state, name);
        if (book.Before is { } before)
        {
            state.Grounds[name] = before;
        }

        book.Refused = known.Metadata.Generation;
        book.Conditions.Set(ConditionTypes.Ready, false, "SecurityGroupUnusable", $"spec.securityGroups [{string.Join(", ", known.Spec.SecurityGroups)}]: {error.Reason} ({error.Code}){Still(state, name)}", state.Now);
        Publish(state, known, book);
    }

    private static bool IsRefused(ClassBook book, PodNetworkClass known) => book.Refused == known.Metadata.Generation && known.Metadata.Generation > 0;

    private static string Still(AllocationState state, string name) => state.Grounds.ContainsKey(name) ? "; what was in force before stays" : "";

    private static void Publish(AllocationState state, PodNetworkClass known, ClassBook book)
    {
        var status = new PodNetworkClassStatus
        {
            Conditions = book.Conditions.All,
            ObservedGeneration = known.Metadata.Generation,
            VSwitches = [.. known.Spec.VSwitches.Select(state.VSwitch).OfType<VSwitchRecord>().Select(record => new VSwitchUse(record.Described.Id, record.Described.Zone, Math.Max(0, record.Free)))],
        };
        if (book.Published is { } before && before.ObservedGeneration == status.ObservedGeneration && ReferenceEquals(before.Conditions, status.Conditions) && before.VSwitches.SequenceEqual(status.VSwitches))
        {
            return;
        }

        book.Published = status;
        state.Do(new PublishClassStatus(known.Metadata.Name, status));
    }

    private static ClassBook Book(AllocationState state, string name)
    {
        if (!state.ClassBooks.TryGetValue(name, out var book))
        {
            state.ClassBooks.Add(name, book = new ClassBook());
        }

        return book;
    }
}
