using Fairlead.Cloud.Tests.Contract;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Faults;
using static Fairlead.Cloud.Tests.Contract.CloudWorld;

namespace Fairlead.Cloud.Tests.Emulated;

/// <summary>Each verb acts once, whatever becomes of its first answers.</summary>
public sealed class LostAnswerTests
{
    public static TheoryData<string> Faults => ["lost after", "lost before", "slow", "InternalError", "ServiceUnavailable", "Throttling.Api", "Operation.Conflict", "lag and lost after"];

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task Every_verb_acts_once(string fault)
    {
        await using var world = await HttpWorld.StartAsync(Settings, options => options with { AttemptTimeout = TimeSpan.FromMilliseconds(fault == "slow" ? 150 : 5000) });
        var cloud = world.Cloud;
        var free = (await cloud.FindVSwitchAsync(Wide))!.FreeAddresses;
        var made = await BrokenAsync("CreateNetworkInterface", () => cloud.CreateInterfaceAsync(new InterfaceWish { VSwitch = Wide, SecurityGroups = [Group], Addresses4 = 2 }));
        Assert.Equal(3, world.Emulated.State.Interfaces.Count);
        await BrokenAsync("AttachNetworkInterface", () => DoAsync(cloud.AttachInterfaceAsync(made.Id, HostA)));
        await world.UntilAsync(made.Id, eni => eni.State == InterfaceState.InUse);

        var given = await BrokenAsync("AssignPrivateIpAddresses", () => cloud.AssignAsync(made.Id, AddressKind.Address4, 3));
        Assert.Equal(6, world.Emulated.State.Interfaces[made.Id].Addresses.Length);
        await BrokenAsync("UnassignPrivateIpAddresses", () => DoAsync(cloud.ReleaseAsync(made.Id, [.. given.Take(2)])));
        Assert.Equal(4, world.Emulated.State.Interfaces[made.Id].Addresses.Length);
        Assert.Equal(free - 4, (await cloud.FindVSwitchAsync(Wide))!.FreeAddresses);

        var id = await BrokenAsync("CreateRouteEntry", () => cloud.CreateRouteAsync(new RouteWish("vtb-lab", Cidr.Parse("172.20.0.0/24"), HostA, RouteHop.Instance)));
        var route = Assert.Single(await cloud.ListRoutesAsync("vtb-lab"));
        Assert.Equal(id, route.Id);
        await BrokenAsync("DeleteRouteEntry", () => DoAsync(cloud.DeleteRouteAsync(route)));
        Assert.Empty(await cloud.ListRoutesAsync("vtb-lab"));

        await BrokenAsync("DetachNetworkInterface", () => DoAsync(cloud.DetachInterfaceAsync(made.Id, HostA)));
        await world.UntilAsync(made.Id, eni => eni.State == InterfaceState.Available);
        await BrokenAsync("DeleteNetworkInterface", () => DoAsync(cloud.DeleteInterfaceAsync(made.Id)));
        await world.UntilGoneAsync(made.Id);
        Assert.Equal(free, (await cloud.FindVSwitchAsync(Wide))!.FreeAddresses);

        async Task<T> BrokenAsync<T>(string action, Func<Task<T>> call)
        {
            var twice = new FaultRule { Actions = [action], Calls = new CallCount(1, 2) };
            FaultRule[] rules = fault switch
            {
                "lost after" => [twice with { Loss = AnswerLoss.After }],
                "lost before" => [twice with { Loss = AnswerLoss.Before }],
                "slow" => [twice with { Delay = DelayRange.Seconds(0.3, 0.4) }],
                "lag and lost after" => [twice with { Loss = AnswerLoss.After }, new FaultRule { Actions = ["DescribeNetworkInterfaces"], Lag = DelayRange.Seconds(0.8, 0.8) }],
                _ => [twice with { Error = new CloudError(fault, "as the script says", fault.EndsWith("Error") ? 500 : fault.StartsWith("Service") ? 503 : 400) }],
            };
            world.Gate.Use(new FaultScript { Rules = [.. rules] });
            var result = await call();
            world.Gate.Use(FaultScript.None);
            return result;
        }
    }

    private static async Task<bool> DoAsync(Task verb)
    {
        await verb;
        return true;
    }
}
