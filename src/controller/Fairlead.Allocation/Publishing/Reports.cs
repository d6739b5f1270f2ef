using Fairlead.Allocation.Deeds;
using Fairlead.Allocation.State;
using Fairlead.Cloud;
using Fairlead.Resources.Core;

namespace Fairlead.Allocation.Publishing;

/// <summary>What people are told, at the node that it concerns.</summary>
internal static class Reports
{
    public static void Contradiction(AllocationState state, NodeRecord node, string reason, string message)
    {
        if (node.Conditions.Set(ConditionTypes.CloudConsistent, false, reason, message, state.Now))
        {
            state.Do(new ReportEvent(About(node), "Warning", reason, message));
            state.Mark(node);
        }
    }

    public static void CloudWorks(AllocationState state, NodeRecord? node)
    {
        if (node is { BelievedInterfaces: > 0 })
        {
            // What the instance refused for its limits stays said as long as it is believed.
            return;
        }

        if (node?.Conditions.Find(ConditionTypes.CloudReady) is { Status: not "True" } && node.Conditions.Set(ConditionTypes.CloudReady, true, "Works", "the cloud does what is asked", state.Now))
        {
            state.Mark(node);
        }
    }

    /// <summary>The instance, or that one's type, could not be looked up before.</summary>
    public static void Described(AllocationState state, NodeRecord node)
    {
        if (node.IsUndescribed)
        {
            node.IsUndescribed = false;
            CloudWorks(state, node);
        }
    }

    public static void Undescribed(AllocationState state, NodeRecord node, CloudException error)
    {
        node.IsUndescribed = true;
        Trouble(state, node, error);
    }

    public static void Trouble(AllocationState state, NodeRecord node, CloudException error)
    {
        if (error.IsNoAddresses || error.IsThrottled || error.IsConflict)
        {
            // Of want of addresses the stock's condition speaks; the others are the cloud's daily life.
            return;
        }

        node.RefusedAt = state.Now;
        if (node.Conditions.Set(ConditionTypes.CloudReady, false, CloudWords.Reason(error), CloudWords.Message(error), state.Now))
        {
            state.Do(new ReportEvent(About(node), "Warning", CloudWords.Reason(error), CloudWords.Message(error)));
            state.Mark(node);
        }
    }

    private static ObjectReference About(NodeRecord node) =>
        new() { ApiVersion = "v1", Kind = nameof(Node), Name = node.Name, Uid = node.Node?.Metadata.Uid ?? "" };
}
