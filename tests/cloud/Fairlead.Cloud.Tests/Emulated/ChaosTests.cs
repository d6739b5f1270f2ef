using System.Collections.Concurrent;
using Fairlead.Cloud.Tests.Contract;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Faults;
using static Fairlead.Cloud.Tests.Contract.CloudWorld;

namespace Fairlead.Cloud.Tests.Emulated;

/// <summary>Many callers take and give back while answers get lost, descriptions lag and the cloud refuses what it likes.</summary>
public sealed class ChaosTests
{
    private const int Callers = 16;

    [Fact]
    public async Task No_address_has_two_owners_and_none_is_lost()
    {
        await using var world = await HttpWorld.StartAsync(Settings, options => options with { CallDeadline = TimeSpan.FromSeconds(60), FirstCircuit = TimeSpan.FromMilliseconds(20), LongestCircuit = TimeSpan.FromMilliseconds(20), LongestBackoff = TimeSpan.FromMilliseconds(40) });
        // A vSwitch that is nearly used up: what is given back is soon given again.
        var made = await Task.WhenAll(Enumerable.Range(0, 2).Select(_ => world.Cloud.CreateInterfaceAsync(new InterfaceWish { VSwitch = Narrow, SecurityGroups = [Group] })));
        world.Gate.Use(new FaultScript
        {
            Seed = (ulong)Environment.TickCount,
            Rules =
            [
                new FaultRule { Actions = ["AssignPrivateIpAddresses", "UnassignPrivateIpAddresses"], Probability = 0.15, Loss = AnswerLoss.After },
                new FaultRule { Actions = ["AssignPrivateIpAddresses", "UnassignPrivateIpAddresses"], Probability = 0.05, Loss = AnswerLoss.Before },
                new FaultRule { Actions = ["UnassignPrivateIpAddresses"], Probability = 0.05, Error = new CloudError("InternalError", "as the script says", 500) },
                new FaultRule { Actions = ["DescribeNetworkInterfaces"], Probability = 0.5, Lag = DelayRange.Seconds(0, 0.2) },
            ],
        });
        var owners = new ConcurrentDictionary<Cidr, int>();
        using var end = new CancellationTokenSource(TimeSpan.FromSeconds(6));
        var rounds = await Task.WhenAll(Enumerable.Range(0, Callers).Select(caller => LiveAsync(world, made[caller % 2].Id, caller, owners, end.Token)));
        world.Gate.Use(FaultScript.None);

        Assert.True(rounds.Sum() > 100, $"{rounds.Sum()} rounds");
        Assert.Empty(owners);
        Assert.All(made, eni => Assert.Single(world.Emulated.State.Interfaces[eni.Id].Addresses));
    }

    private static async Task<int> LiveAsync(CloudWorld world, string eni, int caller, ConcurrentDictionary<Cidr, int> owners, CancellationToken end)
    {
        var random = new Random(caller);
        var rounds = 0;
        while (!end.IsCancellationRequested)
        {
            IReadOnlyList<Cidr> mine;
            try
            {
                mine = await world.Cloud.AssignAsync(eni, AddressKind.Address4, 1 + random.Next(2));
            }
            catch (CloudException error) when (error.IsNoAddresses)
            {
                await Task.Delay(10);
                continue;
            }

            foreach (var range in mine)
            {
                Assert.True(owners.TryAdd(range, caller), $"{range} was given to {caller} while {owners.GetValueOrDefault(range)} has it");
            }

            await Task.Delay(random.Next(5));
            foreach (var range in mine)
            {
                Assert.True(world.Emulated.State.Interfaces[eni].Addresses.Contains(range.Address), $"{range} was taken from {caller}, who has it");
                // From here on the cloud may give it to somebody else.
                Assert.True(owners.TryRemove(range, out _));
            }

            await world.Cloud.ReleaseAsync(eni, mine);
            rounds++;
        }

        return rounds;
    }
}
