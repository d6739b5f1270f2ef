using Fairlead.Allocation.Publishing;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Classes;

/// <summary>What is known of a class, and what the store was told.</summary>
internal sealed class ClassBook
{
    public ConditionBook Conditions { get; } = new();

    /// <summary>
    /// Specifications with other groups that were in force before, the last one on top, since an ENI was last made: the one in force may
    /// name groups that are not there, and the one before it too.
    /// </summary>
    public Stack<PodNetworkClassSpec> Earlier { get; } = new();

    /// <summary>Generation whose groups the cloud refused: only another one is tried.</summary>
    public long Refused { get; set; }

    public PodNetworkClassStatus? Published { get; set; }
}
