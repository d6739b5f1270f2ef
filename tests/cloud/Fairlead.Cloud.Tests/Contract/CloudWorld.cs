using System.Collections.Immutable;
using Fairlead.Model.Addresses;
using Fairlead.Planning.Capacity;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Configuration;
using Fairlead.Vpc.Faults;
using Fairlead.Vpc.Gate;

namespace Fairlead.Cloud.Tests.Contract;

/// <summary>A small VPC, and a way to it that the contract is held against.</summary>
public abstract class CloudWorld : IAsyncDisposable
{
    /// <summary>252 addresses less those of the hosts.</summary>
    public const string Wide = "vsw-wide";

    /// <summary>12 addresses.</summary>
    public const string Narrow = "vsw-narrow";

    public const string Group = "sg-pods";

    /// <summary>4 ENIs with 15 addresses each, and 10 members.</summary>
    public const string HostA = "i-host-a";

    /// <summary>3 ENIs with 6 addresses each.</summary>
    public const string HostB = "i-host-b";

    public static CloudSettings Settings { get; } = CloudSettings.Immediate with
    {
        Attach = DelayRange.Seconds(0.1, 0.2),
        AttachMember = DelayRange.Seconds(0.1, 0.1),
        Detach = DelayRange.Seconds(0.1, 0.2),
        Delete = DelayRange.Seconds(0.05, 0.1),
        RouteEntryQuota = 25,
    };

    protected CloudWorld(TimeProvider clock, CloudSettings settings)
    {
        var topology = new VpcConfiguration
        {
            Cidrs = [Cidr.Parse("10.0.0.0/8"), Cidr.Parse("2001:db8:0:100::/56")],
            VSwitches = [new("wide", Cidr.Parse("10.0.0.0/24"), Cidr.Parse("2001:db8:0:101::/64")), new("narrow", Cidr.Parse("10.0.1.0/28"))],
            Instances =
            [
                new("host-a", "wide", InetAddress.Parse("10.0.0.10")),
                new("host-b", "wide", InetAddress.Parse("10.0.0.11")) { Type = "ecs.g7.large" },
            ],
            SecurityGroups = [new("pods", [])],
        };
        var state = CloudSeed.Of(topology, settings, clock.GetUtcNow()) with
        {
            InstanceTypes = new[] { new InstanceType("ecs.g7.xlarge", 4, 15) { TotalEnis = 14 }, new InstanceType("ecs.g7.large", 3, 6) }
                .ToImmutableSortedDictionary(type => type.Name, type => type, StringComparer.Ordinal),
        };
        Emulated = new EmulatedCloud(state, clock);
        Gate = new CloudGate(Emulated, clock);
    }

    public abstract ICloudNetwork Cloud { get; }

    public EmulatedCloud Emulated { get; }

    public CloudGate Gate { get; }

    /// <summary>Lets some time of the cloud pass.</summary>
    public abstract Task PassAsync();

    /// <summary>These actions' calls go wrong in that way, once each after <paramref name="skip"/> calls.</summary>
    public void Break(FaultRule rule, params string[] actions) => Gate.Use(new FaultScript { Rules = [rule with { Actions = [.. actions] }] });

    public async Task<CloudInterface> UntilAsync(string id, Func<CloudInterface, bool> holds)
    {
        for (var tries = 0; tries < 200; tries++)
        {
            if (await Cloud.FindInterfaceAsync(id) is { } eni && holds(eni))
            {
                return eni;
            }

            await PassAsync();
        }

        throw new TimeoutException($"{id} did not become what was waited for");
    }

    public async Task UntilGoneAsync(string id)
    {
        for (var tries = 0; await Cloud.FindInterfaceAsync(id) is not null; tries++)
        {
            Assert.True(tries < 200, $"{id} is still there");
            await PassAsync();
        }
    }

    public virtual ValueTask DisposeAsync()
    {
        Gate.Dispose();
        Emulated.Dispose();
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
