using Fairlead.Resources.Network;

namespace Fairlead.Simulation.Store;

/// <summary>Whether two specs would be the same JSON: an API server does not count a write that changes nothing.</summary>
internal static class SameSpec
{
    public static bool Is(NodeNetworkSpec one, NodeNetworkSpec other) =>
        one with { PodSlices = other.PodSlices, Interfaces = other.Interfaces, FixedAddresses = other.FixedAddresses } == other
        && one.PodSlices.SequenceEqual(other.PodSlices)
        && Same(one.Interfaces, other.Interfaces, Is)
        && Same(one.FixedAddresses, other.FixedAddresses, Is);

    private static bool Is(NodeInterface one, NodeInterface other) => ReferenceEquals(one, other)
        || (one with { Ranges = other.Ranges } == other && one.Ranges.SequenceEqual(other.Ranges));

    private static bool Is(FixedAddress one, FixedAddress other) => ReferenceEquals(one, other)
        || (one with { Addresses = other.Addresses } == other && one.Addresses.SequenceEqual(other.Addresses));

    private static bool Same<T>(IReadOnlyList<T> ones, IReadOnlyList<T> others, Func<T, T, bool> same)
    {
        if (ones.Count != others.Count)
        {
            return false;
        }

        for (var i = 0; i < ones.Count; i++)
        {
            if (!same(ones[i], others[i]))
            {
                return false;
            }
        }

        return true;
    }
}
