using System.Collections.Immutable;
using Fairlead.Vpc.Cloud;

namespace Fairlead.Vpc.Faults;

/// <summary>Settings that somebody wants otherwise; null for as they are.</summary>
public sealed record SettingsWish
{
    public DelayRange? Attach { get; init; }

    public DelayRange? AttachMember { get; init; }

    public DelayRange? Detach { get; init; }

    public DelayRange? Delete { get; init; }

    public DelayRange? DescribeLag { get; init; }

    public DelayRange? MetadataLag { get; init; }

    public bool? MetadataTokensRequired { get; init; }

    public TimeSpan? RoleCredentials { get; init; }

    public int? AttachesInFlight { get; init; }

    public int? RouteEntryQuota { get; init; }

    public int? GroupRuleQuota { get; init; }

    /// <summary>0 for no limits; every action that <see cref="RateLimits"/> does not name has this one.</summary>
    public int? CallsPerMinute { get; init; }

    public ImmutableSortedDictionary<string, int> RateLimits { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    public CloudSettings Over(CloudSettings settings) => settings with
    {
        Attach = Attach ?? settings.Attach,
        AttachMember = AttachMember ?? settings.AttachMember,
        Detach = Detach ?? settings.Detach,
        Delete = Delete ?? settings.Delete,
        DescribeLag = DescribeLag ?? settings.DescribeLag,
        MetadataLag = MetadataLag ?? settings.MetadataLag,
        MetadataTokensRequired = MetadataTokensRequired ?? settings.MetadataTokensRequired,
        RoleCredentials = RoleCredentials ?? settings.RoleCredentials,
        AttachesInFlight = AttachesInFlight ?? settings.AttachesInFlight,
        RouteEntryQuota = RouteEntryQuota ?? settings.RouteEntryQuota,
        GroupRuleQuota = GroupRuleQuota ?? settings.GroupRuleQuota,
        CallsPerMinute = CallsPerMinute ?? settings.CallsPerMinute,
        RateLimits = (CallsPerMinute is null ? settings.RateLimits : settings.RateLimits.Clear()).SetItems(RateLimits),
    };
}
