namespace Fairlead.Allocation.Pools;

/// <summary>What makes a stock as large as it should be.</summary>
/// <param name="Grow">ENIs that get more, in units of <see cref="PoolView.Unit"/>.</param>
/// <param name="Create">ENIs to be made, with so many addresses each.</param>
/// <param name="Missing">What the node's limits do not allow, or what must wait for ENIs under way.</param>
internal sealed record PoolPlan(IReadOnlyList<(string Id, int Count)> Grow, IReadOnlyList<int> Create, int Missing)
{
    public static PoolPlan Nothing { get; } = new([], [], 0);
}

/// <summary>What a stock gives back.</summary>
/// <param name="Whole">The ENI goes.</param>
/// <param name="Count">Else: so many addresses of it go.</param>
internal sealed record Retirement(string Id, bool Whole, int Count);
