using Fairlead.Allocation.Publishing;
using Fairlead.Resources.Network;

namespace Fairlead.Allocation.Classes;

/// <summary>What is known of a class, and what the store was told.</summary>
internal sealed class ClassBook
{
    public ConditionBook Conditions { get; } = new();

    /// <summary>The specification before the one in force: taken again when the cloud refuses that one's groups.</summary>
    public PodNetworkClassSpec? Before { get; set; }

    /// <summary>Generation whose groups the cloud refused: only another one is tried.</summary>
    public long Refused { get; set; }

    public PodNetworkClassStatus? Published { get; set; }
}
