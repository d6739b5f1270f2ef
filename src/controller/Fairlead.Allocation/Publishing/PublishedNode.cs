using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Publishing;

/// <summary>What the store was last told about a node.</summary>
internal sealed class PublishedNode
{
    public NodeNetworkSpec? Spec { get; set; }

    public NodeNetworkStatus? Status { get; set; }

    public DateTimeOffset At { get; set; } = DateTimeOffset.MinValue;

    public IReadOnlyDictionary<string, long?>? Resources { get; set; }

    public IReadOnlyList<Condition>? Conditions { get; set; }

    /// <summary>A Node of the same name is another, of which nothing was said yet.</summary>
    public void ForgetNode() => (Resources, Conditions) = (null, null);

    public void Forget() => (Spec, Status, Resources, Conditions) = (null, null, null, null);
}
