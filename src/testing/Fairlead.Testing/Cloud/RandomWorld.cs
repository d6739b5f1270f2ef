using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Planning.Capacity;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;

namespace Fairlead.Testing.Cloud;

/// <summary>Clouds for random calls: one so small that every quota is met, one as large as one likes.</summary>
public static class RandomWorld
{
    public static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Two small vSwitches, three hosts, low quotas.</summary>
    public static CloudState Small { get; } = CloudSeed.Of(
        Topology([new VSwitchConfiguration("narrow", Cidr.Parse("172.16.1.0/27"), Cidr.Parse("fd16:0:0:1::/64")), new VSwitchConfiguration("wide", Cidr.Parse("172.16.2.0/25"), Cidr.Parse("fd16:0:0:2::/64"))], 3),
        new CloudSettings { RouteEntryQuota = 4, GroupRuleQuota = 6, AttachesInFlight = 2 },
        Start) with { InstanceTypes = Types };

    private static ImmutableSortedDictionary<string, InstanceType> Types => new[]
    {
        new InstanceType("ecs.g7.xlarge", 4, 15) { TotalEnis = 7 },
        new InstanceType("ecs.g7.large", 3, 6),
    }.ToImmutableSortedDictionary(type => type.Name, type => type, StringComparer.Ordinal);

    /// <summary>Eight vSwitches of 16,384 addresses and 100 hosts.</summary>
    public static CloudState Large(CloudSettings settings) => CloudSeed.Of(
        Topology([.. Enumerable.Range(0, 8).Select(i => new VSwitchConfiguration($"v{i}", Cidr.Parse($"172.{16 + i}.0.0/18"), Cidr.Parse($"fd16:0:0:{i + 1}::/64")))], 100),
        settings,
        Start) with { InstanceTypes = Types };

    private static VpcConfiguration Topology(IReadOnlyList<VSwitchConfiguration> vSwitches, int hosts) => new()
    {
        Cidrs = [Cidr.Parse("172.16.0.0/12"), Cidr.Parse("fd16::/56")],
        VSwitches = vSwitches,
        Instances = [.. Enumerable.Range(0, hosts).Select(i => new InstanceConfiguration($"host-{i}", vSwitches[i % vSwitches.Count].Name, vSwitches[i % vSwitches.Count].Cidr.First.Plus((UInt128)(4 + i))))],
    };
}
