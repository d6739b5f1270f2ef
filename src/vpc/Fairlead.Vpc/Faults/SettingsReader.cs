using System.Collections.Immutable;
using System.Globalization;
using Fairlead.Model.Problems;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Yaml;

namespace Fairlead.Vpc.Faults;

/// <summary>The settings of a file of faults.</summary>
public static class SettingsReader
{
    public static SettingsWish Read(YamlValue yaml)
    {
        yaml.Allow("attach", "attachMember", "detach", "delete", "describeLag", "metadataLag", "metadataTokens", "roleCredentials", "attachesInFlight", "routeEntryQuota", "groupRuleQuota", "callsPerMinute", "rateLimits");
        return new SettingsWish
        {
            Attach = Range(yaml["attach"]),
            AttachMember = Range(yaml["attachMember"]),
            Detach = Range(yaml["detach"]),
            Delete = Range(yaml["delete"]),
            DescribeLag = Range(yaml["describeLag"]),
            MetadataLag = Range(yaml["metadataLag"]),
            MetadataTokensRequired = yaml["metadataTokens"].Choice(("required", true), ("optional", false)),
            RoleCredentials = yaml["roleCredentials"].Duration(),
            AttachesInFlight = Count(yaml["attachesInFlight"], 1),
            RouteEntryQuota = Count(yaml["routeEntryQuota"], 0),
            GroupRuleQuota = Count(yaml["groupRuleQuota"], 0),
            CallsPerMinute = Count(yaml["callsPerMinute"], 0),
            RateLimits = Limits(yaml["rateLimits"]),
        };
    }

    /// <summary>One time, or from one to another: 2s, 3s-8s.</summary>
    public static DelayRange? Range(YamlValue yaml) => yaml.Parse<DelayRange>(
        text =>
        {
            var ends = text.Split('-');
            return ends.Length <= 2 && Durations.Parse(ends[0]) is { } shortest && Durations.Parse(ends[^1]) is { } longest && shortest <= longest
                ? new DelayRange(shortest, longest)
                : null;
        },
        "is no time and no range of times; write 2s, 250ms or 3s-8s");

    private static ImmutableSortedDictionary<string, int> Limits(YamlValue yaml)
    {
        if (yaml.IsPresent)
        {
            yaml.Allow([.. CallCatalogue.Actions]);
        }

        return yaml.Keys.ToImmutableSortedDictionary(action => action, action => Count(yaml[action], 0) ?? 0);
    }

    private static int? Count(YamlValue yaml, int least) => yaml.Parse<int>(
        text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count >= least ? count : null,
        $"is no whole number from {least}");
}
