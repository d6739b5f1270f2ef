using Fairlead.Model.Kernel;

namespace Fairlead.Model.Nftables;

/// <summary>
/// A ruleset of ours inside a pod's namespace, as one piece: where the pod's packets do not pass the node, what is to be enforced
/// stands here. Elements of sets are no part of it.
/// </summary>
/// <param name="Objects">Tables, sets and chains, in the order of their keys' text.</param>
public sealed record PodGuardRow(Netns Netns, EquatableList<NftObjectRow> Objects)
{
    public static PodGuardRow Of(Netns netns, IEnumerable<NftObjectRow> objects) =>
        new(netns, [.. objects.OrderBy(row => row.Key.ToString(), StringComparer.Ordinal)]);

    public override string ToString() => $"{Netns}: {string.Join("; ", Objects)}";
}
