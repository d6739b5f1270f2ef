using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.Rules.Queries;

/// <summary>Entries of a part, by action.</summary>
/// <param name="Default">Where the caller says nothing.</param>
/// <param name="Most">More is refused by number and cut to this by token.</param>
internal sealed record PageLimits(int Default, int Most)
{
    /// <summary>By token, less is this.</summary>
    public int Least { get; init; } = 1;

    /// <summary>Of the ECS actions: PageSize is 1 to 100, MaxResults 1 to 100.</summary>
    public static PageLimits Ecs { get; } = new(10, 100);

    /// <summary>Of DescribeNetworkInterfaces: MaxResults is 10 to 500, below and above it is cut.</summary>
    public static PageLimits Interfaces { get; } = new(10, 500) { Least = 10 };

    /// <summary>Of the VPC actions: PageSize is 1 to 50.</summary>
    public static PageLimits Vpc { get; } = new(10, 50);

    /// <summary>Of DescribeInstances: MaxResults is 10 to 100, below and above it is cut.</summary>
    public static PageLimits Instances { get; } = Ecs with { Least = 10 };

    /// <summary>Of DescribeInstanceTypes: MaxResults is 1600 at most, and without it.</summary>
    public static PageLimits Types { get; } = new(1600, 1600);

    /// <summary>Of DescribeRouteEntryList: MaxResult is 1 to 100.</summary>
    public static PageLimits Routes { get; } = new(10, 100);

    public int Size(PageWish wish) => Math.Clamp(wish.Size ?? Default, wish.Number is null ? Least : 1, Most);

    public CloudError? Fault(PageWish wish) => wish.Number < 1
        ? CloudErrors.Invalid("PageNumber", $"{wish.Number} is not 1 or more")
        : wish.Size < 1 || wish.Size > Most ? CloudErrors.Invalid("PageSize", $"{wish.Size} is not within 1 to {Most}") : null;
}
