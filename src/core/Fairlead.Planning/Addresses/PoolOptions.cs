using Fairlead.Model.Addresses;
using Fairlead.Model.Problems;

namespace Fairlead.Planning.Addresses;

/// <summary>What a node's pool gives addresses from, and how long one rests before it is given again.</summary>
public sealed record PoolOptions
{
    /// <summary>Ranges of either family that are this node's alone. A family without a range is not given out.</summary>
    public IReadOnlyList<Cidr> Slices { get; init; } = [];

    /// <summary>Addresses inside the slices that are never given out.</summary>
    public IReadOnlyList<Cidr> Reserved { get; init; } = [];

    /// <summary>How long a freed address rests while others are free: peers keep connections and caches to the old owner.</summary>
    public TimeSpan Rest { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// The least rest when no other is free: longer than a SYN retransmission of the old owner's peers (1 s, RFC 6298) is on
    /// its way.
    /// </summary>
    public TimeSpan LeastRest { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>All that is wrong with the options, empty when they can be used.</summary>
    public IReadOnlyList<Problem> Validate()
    {
        var problems = new List<Problem>();
        for (var i = 0; i < Slices.Count; i++)
        {
            AddSliceProblems(i, problems);
        }

        for (var i = 0; i < Reserved.Count; i++)
        {
            var reserved = Reserved[i];
            if (!Slices.Any(slice => slice.Overlaps(reserved)))
            {
                problems.Add(new Problem($"reserved[{i}]", $"{reserved} lies in none of the slices"));
            }
        }

        if (LeastRest < TimeSpan.Zero || Rest < LeastRest)
        {
            problems.Add(new Problem("rest", $"{Rest} is shorter than leastRest {LeastRest}; it must be at least as long, and neither negative"));
        }

        return problems;
    }

    private void AddSliceProblems(int i, List<Problem> problems)
    {
        var slice = Slices[i];
        if (!slice.IsNetwork)
        {
            problems.Add(new Problem($"slices[{i}]", $"{slice} has host bits set; write {slice.Network}"));
        }

        for (var j = 0; j < i; j++)
        {
            if (Slices[j].Overlaps(slice))
            {
                problems.Add(new Problem($"slices[{i}]", $"{slice} overlaps slices[{j}] {Slices[j]}"));
            }
        }
    }
}
