using Fairlead.Cloud.Tests.Contract;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using static Fairlead.Cloud.Tests.Contract.CloudWorld;

namespace Fairlead.Cloud.Tests.Emulated;

public sealed class LoadTests
{
    [Fact]
    public async Task Many_callers_live_with_the_clouds_limit()
    {
        // 10 calls a second, after the 600 that are saved up for a beginning.
        const int perMinute = 600;
        await using var world = await HttpWorld.StartAsync(
            Settings with { RateLimits = Settings.RateLimits.SetItem(nameof(DescribeVSwitches), perMinute) }, options => options with { FirstPace = 200, CallDeadline = TimeSpan.FromSeconds(60) });
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(12));
        var done = 0;
        await Task.WhenAll(Enumerable.Range(0, 30).Select(async _ =>
        {
            while (!end.IsCancellationRequested)
            {
                try
                {
                    await world.Cloud.FindVSwitchAsync(Wide, end.Token);
                    Interlocked.Increment(ref done);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }));
        var refused = world.Records.Where(record => record.Code == "OK").Sum(record => record.Attempts - 1);
        Assert.InRange((double)refused / done, 0, 0.05);
        Assert.True(done > perMinute + 40, $"only {done} calls in 12 s");
    }

    [Fact]
    public async Task Attaches_beyond_what_an_instance_takes_at_once_come_in_turn()
    {
        await using var world = await HttpWorld.StartAsync(Settings with { AttachesInFlight = 1 }, options => options);
        var made = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => world.Cloud.CreateInterfaceAsync(new InterfaceWish { VSwitch = Wide, SecurityGroups = [Group] })));
        await Task.WhenAll(made.Select(eni => world.Cloud.AttachInterfaceAsync(eni.Id, HostA)));
        foreach (var eni in made)
        {
            await world.UntilAsync(eni.Id, seen => seen.State == InterfaceState.InUse);
        }

        Assert.True(world.Records.Where(record => record.Action == "AttachNetworkInterface").Sum(record => record.Attempts) > 3);
    }

    [Fact]
    public async Task An_ENI_that_vanishes_is_not_found()
    {
        await using var world = await HttpWorld.StartAsync();
        var made = await world.Cloud.CreateInterfaceAsync(new InterfaceWish { VSwitch = Wide, SecurityGroups = [Group] });
        world.Emulated.Vanish(made.Id);
        Assert.Null(await world.Cloud.FindInterfaceAsync(made.Id));
        Assert.True((await Assert.ThrowsAsync<CloudException>(() => world.Cloud.AssignAsync(made.Id, AddressKind.Address4, 1))).IsNotFound);
        await world.Cloud.DetachInterfaceAsync(made.Id, HostA);
    }

    [Fact]
    public async Task Many_wishes_for_a_few_ENIs_need_few_calls()
    {
        await using var world = await HttpWorld.StartAsync();
        var made = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.Cloud.CreateInterfaceAsync(new InterfaceWish { VSwitch = Wide, SecurityGroups = [Group] })));
        var given = await Task.WhenAll(Enumerable.Range(0, 160).Select(wish => world.Cloud.AssignAsync(made[wish % 4].Id, AddressKind.Address4, 1)));
        Assert.Equal(160, given.SelectMany(ranges => ranges).Distinct().Count());
        Assert.InRange(world.Records.Count(record => record.Action == "AssignPrivateIpAddresses"), 4, 16);
        await Task.WhenAll(given.Select((ranges, wish) => world.Cloud.ReleaseAsync(made[wish % 4].Id, ranges)));
        Assert.All(made, eni => Assert.Single(world.Emulated.State.Interfaces[eni.Id].Addresses));
        Assert.InRange(world.Records.Count(record => record.Action == "UnassignPrivateIpAddresses"), 16, 40);
    }
}
