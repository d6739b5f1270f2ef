using System.Collections.Immutable;
using Fairlead.Vpc.Gate;

namespace Fairlead.Vpc.Cloud;

/// <summary>How long something takes: drawn evenly between both ends.</summary>
public readonly record struct DelayRange(TimeSpan Shortest, TimeSpan Longest)
{
    public static DelayRange None => default;

    public static DelayRange Seconds(double shortest, double longest) => new(TimeSpan.FromSeconds(shortest), TimeSpan.FromSeconds(longest));
}

/// <summary>What differs between clouds, accounts and days. The defaults are the cloud's, as documented or as measured by its users.</summary>
public sealed record CloudSettings
{
    /// <summary>From the answer of AttachNetworkInterface to <c>InUse</c>: 3 to 8 s are seen.</summary>
    public DelayRange Attach { get; init; } = DelayRange.Seconds(3, 8);

    /// <summary>The same for a member ENI on its trunk.</summary>
    public DelayRange AttachMember { get; init; } = DelayRange.Seconds(2, 2);

    public DelayRange Detach { get; init; } = DelayRange.Seconds(2, 5);

    public DelayRange Delete { get; init; } = DelayRange.Seconds(1, 3);

    /// <summary>How far descriptions are behind what was done.</summary>
    public DelayRange DescribeLag { get; init; } = DelayRange.None;

    /// <summary>How far the metadata service is behind the API.</summary>
    public DelayRange MetadataLag { get; init; } = DelayRange.Seconds(0.5, 2);

    /// <summary>Whether the metadata service answers only who brings a token.</summary>
    public bool MetadataTokensRequired { get; init; }

    /// <summary>How long the key pair of an instance's role lives.</summary>
    public TimeSpan RoleCredentials { get; init; } = TimeSpan.FromHours(6);

    /// <summary>
    /// ENIs that may be in <c>Attaching</c> or <c>Detaching</c> of one instance at a time; more get <c>Operation.Conflict</c>. No document
    /// gives the number; 5 is what terway's authors write of ECS (ecsMaxConcurrentAttach).
    /// </summary>
    public int AttachesInFlight { get; init; } = 5;

    /// <summary>Calls per minute by action and account; what is not named has <see cref="CallsPerMinute"/>.</summary>
    public ImmutableSortedDictionary<string, int> RateLimits { get; init; } = CallLimits.Cloud;

    /// <summary>0 for no limit.</summary>
    public int CallsPerMinute { get; init; } = 500;

    /// <summary>Custom entries that a route table can hold.</summary>
    public int RouteEntryQuota { get; init; } = 200;

    /// <summary>Rules that a security group can hold, both directions together.</summary>
    public int GroupRuleQuota { get; init; } = 200;

    /// <summary>For tests and benchmarks of what is behind the delays and limits.</summary>
    public static CloudSettings Immediate { get; } = new()
    {
        Attach = DelayRange.None,
        AttachMember = DelayRange.None,
        Detach = DelayRange.None,
        Delete = DelayRange.None,
        MetadataLag = DelayRange.None,
        AttachesInFlight = int.MaxValue,
        RateLimits = ImmutableSortedDictionary<string, int>.Empty,
        CallsPerMinute = 0,
    };
}
