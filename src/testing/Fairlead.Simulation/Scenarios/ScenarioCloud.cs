using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Worlds;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;

namespace Fairlead.Simulation.Scenarios;

/// <summary>The cloud that figures are measured on: real delays, and an account's limits that the emulator enforces.</summary>
public static class ScenarioCloud
{
    public const string VSwitch = "vsw-pods-0";

    /// <summary>30 addresses on each of 8 ENIs.</summary>
    public const string Type = "ecs.g7.4xlarge";

    public static CloudSettings Settings { get; } = new()
    {
        RateLimits = new Dictionary<string, int>
        {
            [nameof(CreateNetworkInterface)] = 500,
            [nameof(AttachNetworkInterface)] = 500,
            [nameof(AssignPrivateIpAddresses)] = 400,
            [nameof(DescribeNetworkInterfaces)] = 800,
            [nameof(DescribeNetworkInterfaceAttribute)] = 800,
            [nameof(DescribeInstances)] = 800,
            [nameof(DescribeInstanceTypes)] = 800,
            [nameof(DescribeVSwitches)] = 800,
            [nameof(DescribeRouteEntryList)] = 800,
        }.ToImmutableSortedDictionary(StringComparer.Ordinal),
        CallsPerMinute = 400,
        AttachesInFlight = 5,
    };

    /// <summary>The limits in words, to stand beside figures.</summary>
    public static string Limits =>
        "CreateNetworkInterface and AttachNetworkInterface 500 a minute, reads 800, all others 400 by API and account, Throttling.User beyond; "
        + $"{Settings.AttachesInFlight} attaches in flight per instance; attach {Settings.Attach.Shortest.TotalSeconds:0}-{Settings.Attach.Longest.TotalSeconds:0} s";

    /// <summary>vSwitches of 16,384 addresses each.</summary>
    public static IReadOnlyList<VSwitchConfiguration> VSwitches(int count) =>
        [.. Enumerable.Range(0, count).Select(i => new VSwitchConfiguration($"pods-{i}", new Cidr(InetAddress.V4((10u << 24) + ((uint)i << 14)), 18), new Cidr(InetAddress.V6(((UInt128)0xfd10 << 112) + ((UInt128)i << 64)), 64)))];

    /// <summary>Shared ENIs for all pods.</summary>
    public static ClusterNetworkSpec Network(int vSwitches) => new()
    {
        Cluster = "simulated",
        Vpc = CloudSeed.Vpc,
        Mode = PodNetworkMode.SharedEni,
        VSwitches = [.. Enumerable.Range(0, vSwitches).Select(i => $"vsw-pods-{i}")],
        SecurityGroups = [CloudGround.Group],
    };
}
