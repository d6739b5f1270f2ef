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
            book.Conditions.Set(ConditionTypes.Ready, false, "VSwitchUnusable", string.Join("; ", problems) + Still(state, known), state.Now);
        }
        else if (!ReferenceEquals(state.Grounds.GetValueOrDefault(name), spec) && !IsRefused(book, known))
        {
            if (state.Grounds.GetValueOrDefault(name) is { } before && !before.SecurityGroups.SequenceEqual(spec.SecurityGroups))
            {
                book.Earlier.Push(before);
            }

            state.Grounds[name] = spec;
            book.Conditions.Set(ConditionTypes.Ready, true, "Ready", "the cloud has what it names", state.Now);
        }

        Publish(state, known, book);
    }

    /// <summary>Groups cannot be listed: that one is missing is known when an ENI is refused for it.</summary>
    /// <param name="groups">With which it was to be made.</param>
    public static void GroupsRefused(AllocationState state, string name, IReadOnlyList<string> groups, CloudException error)
    {
        if (!error.Code.Contains("SecurityGroup", StringComparison.Ordinal))
        {
            return;
        }

        if (InForce(state, name, groups) is not { } spec)
        {
            ClusterCheck.GroupsRefused(state, groups, error);
            return;
        }

        var (known, book) = (state.Classes[name], Book(state, name));
        if (book.Earlier.TryPop(out var before))
        {
            state.Grounds[name] = before;
        }

        if (ReferenceEquals(spec, known.Spec))
        {
            book.Refused = known.Metadata.Generation;
            book.Conditions.Set(ConditionTypes.Ready, false, "SecurityGroupUnusable", $"spec.securityGroups [{string.Join(", ", groups)}]: {error.Reason} ({error.Code}){Still(state, known)}", state.Now);
            Publish(state, known, book);
        }
    }

    /// <summary>An ENI was made with these groups: all of them are there.</summary>
    public static void GroupsGranted(AllocationState state, string name, IReadOnlyList<string> groups)
    {
        if (InForce(state, name, groups) is not { } spec)
        {
            ClusterCheck.GroupsGranted(state, groups);
            return;
        }

        var (known, book) = (state.Classes[name], Book(state, name));
        book.Earlier.Clear();
        if (ReferenceEquals(spec, known.Spec) && IsRefused(book, known))
        {
            // Somebody made the group that was missing.
            book.Refused = 0;
            book.Conditions.Set(ConditionTypes.Ready, true, "Ready", "the cloud has what it names", state.Now);
            Publish(state, known, book);
        }
    }

    // What was asked for before the class became another one, or with the cluster's groups, says nothing of this one.
    private static PodNetworkClassSpec? InForce(AllocationState state, string name, IReadOnlyList<string> groups) =>
        state.Classes.ContainsKey(name) && state.Grounds.GetValueOrDefault(name) is { SecurityGroups.Count: > 0 } spec && spec.SecurityGroups.SequenceEqual(groups) ? spec : null;

    private static bool IsRefused(ClassBook book, PodNetworkClass known) => book.Refused == known.Metadata.Generation && known.Metadata.Generation > 0;

    private static string Still(AllocationState state, PodNetworkClass known) =>
        state.Grounds.TryGetValue(known.Metadata.Name, out var spec) && !ReferenceEquals(spec, known.Spec) ? "; what was in force before stays" : "";

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

    public static ClassBook Book(AllocationState state, string name)
    {
        if (!state.ClassBooks.TryGetValue(name, out var book))
        {
            state.ClassBooks.Add(name, book = new ClassBook());
        }

        return book;
    }
}
