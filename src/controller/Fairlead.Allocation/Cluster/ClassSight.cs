using Fairlead.Allocation.Classes;
using Fairlead.Allocation.State;
using Fairlead.Resources.Core;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Cluster;

/// <summary>Takes in classes, and the namespaces by whose labels they are chosen.</summary>
internal static class ClassSight
{
    public static void See(AllocationState state, PodNetworkClass seen)
    {
        // What only its status says is our own word.
        if (state.Classes.TryGetValue(seen.Metadata.Name, out var before) && Generations.AreSame(before, seen))
        {
            return;
        }

        if (before is null)
        {
            ClassCheck.Book(state, seen.Metadata.Name).Conditions.Remember(seen.Status.Conditions);
        }

        state.Classes[seen.Metadata.Name] = seen;
        state.Choices++;
        ClassCheck.Run(state, seen);
        state.MarkAllNodes();
    }

    public static void Gone(AllocationState state, string name)
    {
        if (state.Classes.Remove(name))
        {
            state.Grounds.Remove(name);
            state.ClassBooks.Remove(name);
            state.Choices++;
            state.MarkAllNodes();
        }
    }

    public static void See(AllocationState state, Namespace seen)
    {
        var before = state.Namespaces.GetValueOrDefault(seen.Metadata.Name);
        state.Namespaces[seen.Metadata.Name] = seen;
        if (before is null || !SameLabels(before, seen))
        {
            state.Choices++;
            foreach (var node in state.Pods.Values.Where(pod => pod.Pod.Metadata.Namespace == seen.Metadata.Name).Select(pod => pod.Pod.Spec.NodeName).Distinct().ToList())
            {
                state.Mark(state.Nodes.GetValueOrDefault(node));
            }
        }
    }

    private static bool SameLabels(Namespace one, Namespace other) =>
        one.Metadata.Labels.Count == other.Metadata.Labels.Count && one.Metadata.Labels.All(label => other.Metadata.Labels.TryGetValue(label.Key, out var value) && value == label.Value);
}
