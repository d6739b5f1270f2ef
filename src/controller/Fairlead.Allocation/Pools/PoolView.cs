namespace Fairlead.Allocation.Pools;

/// <summary>A stock of addresses of one node and class, as far as its size is concerned. All counts are addresses that pods can have.</summary>
internal sealed record PoolView
{
    /// <summary>Pods that wait for one.</summary>
    public required int Demand { get; init; }

    public required int MinFree { get; init; }

    public required int Batch { get; init; }

    /// <summary>Addresses that one assignment brings: 1, or 16 for a prefix.</summary>
    public required int Unit { get; init; }

    /// <summary>ENIs that the stock may have, those that go among them: they hold their place until they are gone.</summary>
    public required int MostInterfaces { get; init; }

    /// <summary>Addresses that one ENI can have.</summary>
    public required int PerInterface { get; init; }

    /// <summary>Those on their way among them.</summary>
    public required IReadOnlyList<PoolInterface> Interfaces { get; init; }

    public int Used => Demand + Interfaces.Sum(eni => eni.Leased);

    /// <summary>What is there or on its way, without what goes and nobody has.</summary>
    public int Supply => Interfaces.Sum(eni => eni.Units);

    public int Target => PoolTarget.Of(Used, MinFree, Batch, MostInterfaces * PerInterface);
}

/// <summary>An ENI of a stock.</summary>
/// <param name="Id">Empty for one that is not made yet.</param>
/// <param name="Units">Of one that goes: those that pods still have.</param>
/// <param name="Room">Assignments that it has place for.</param>
/// <param name="Releasable">Addresses that could be taken from it one by one: free ones, not the primary one.</param>
/// <param name="IsSettled">Nothing is under way with it: it can grow.</param>
internal sealed record PoolInterface(string Id, int Units, int Leased, int Room, int Releasable, bool IsGoing, bool IsSettled)
{
    /// <summary>Addresses that one assignment to it brings, where its vSwitch has none of the stock's own kind; 0 for those.</summary>
    public int Unit { get; init; }

    /// <summary>It is there, so that something of it can go: that waits for nothing that grows, nor for what could not.</summary>
    public bool CanGive { get; init; }

    /// <summary>Reserved addresses are on it: it cannot go as a whole.</summary>
    public bool IsPinned { get; init; }
}
