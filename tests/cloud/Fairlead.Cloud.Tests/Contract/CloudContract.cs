using Fairlead.Model.Addresses;
using Fairlead.Vpc.Faults;
using static Fairlead.Cloud.Tests.Contract.CloudWorld;

namespace Fairlead.Cloud.Tests.Contract;

/// <summary>What every cloud does, whoever speaks to it.</summary>
public abstract class CloudContract : IAsyncLifetime
{
    private CloudWorld _world = null!;

    private ICloudNetwork Cloud => _world.Cloud;

    public async ValueTask InitializeAsync() => _world = await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _world.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    protected abstract Task<CloudWorld> StartAsync();

    private static InterfaceWish Wish(string vSwitch = Wide, int addresses = 0, string tag = "one") =>
        new() { VSwitch = vSwitch, SecurityGroups = [Group], Addresses4 = addresses, Tags = new Dictionary<string, string> { ["fairlead.io/cluster"] = tag } };

    private static Task<CloudException> RefusedAsync(Func<Task> call) => Assert.ThrowsAsync<CloudException>(call);

    private async Task<CloudInterface> AttachedAsync(InterfaceWish wish, string instance = HostA)
    {
        var eni = await Cloud.CreateInterfaceAsync(wish);
        await Cloud.AttachInterfaceAsync(eni.Id, instance);
        return await _world.UntilAsync(eni.Id, seen => seen.State == InterfaceState.InUse);
    }

    [Fact]
    public async Task An_ENI_is_made_with_all_its_addresses()
    {
        var free = (await Cloud.FindVSwitchAsync(Wide))!.FreeAddresses;
        var made = await Cloud.CreateInterfaceAsync(Wish(addresses: 4) with { Addresses6 = 2, Name = "pods-1", Description = "for pods", DeletedWithInstance = false });
        var seen = await _world.UntilAsync(made.Id, eni => eni.State == InterfaceState.Available);
        Assert.Equal((InterfaceRole.Secondary, "", Wide, "vpc-lab", "pods-1", "for pods", false), (seen.Role, seen.Instance, seen.VSwitch, seen.Vpc, seen.Name, seen.Description, seen.DeletedWithInstance));
        Assert.Equal((5, 2), (seen.Addresses.Count(address => !address.IsV6), seen.Addresses.Count(address => address.IsV6)));
        Assert.Equal(seen.Addresses, made.Addresses);
        Assert.Equal(seen.Mac, made.Mac);
        Assert.Equal(["one"], seen.Tags.Values);
        Assert.Equal([Group], seen.SecurityGroups);
        Assert.Equal(free - 5, (await Cloud.FindVSwitchAsync(Wide))!.FreeAddresses);
    }

    [Fact]
    public async Task An_ENI_is_made_with_prefixes()
    {
        var made = await Cloud.CreateInterfaceAsync(Wish() with { Prefixes4 = 2, Prefixes6 = 1 });
        Assert.Equal([28, 28, 80], made.Prefixes.Select(prefix => (int)prefix.Length));
        Assert.Equal(made.Prefixes, (await _world.UntilAsync(made.Id, _ => true)).Prefixes);
    }

    [Fact]
    public async Task A_client_token_acts_once()
    {
        var token = ClientTokens.Make();
        var first = await Cloud.CreateInterfaceAsync(Wish(addresses: 1), token);
        Assert.Equal(first.Id, (await Cloud.CreateInterfaceAsync(Wish(addresses: 1), token)).Id);
        Assert.Equal(2, (await Cloud.ListInterfacesAsync(new InterfaceFilter { VSwitch = Wide, Role = InterfaceRole.Primary })).Count);
        Assert.Single(await Cloud.ListInterfacesAsync(new InterfaceFilter { Role = InterfaceRole.Secondary }));
        Assert.True((await RefusedAsync(() => Cloud.CreateInterfaceAsync(Wish(addresses: 2), token))).IsInvalid);
        var given = await Cloud.AssignAsync(first.Id, AddressKind.Address4, 3, "assign-" + token);
        Assert.Equal(given, await Cloud.AssignAsync(first.Id, AddressKind.Address4, 3, "assign-" + token));
        Assert.Equal(5, (await _world.UntilAsync(first.Id, _ => true)).Addresses.Count);
    }

    [Fact]
    public async Task Lists_come_whole_by_tag_vSwitch_instance_and_ids()
    {
        var made = new List<string>();
        for (var number = 0; number < 120; number++)
        {
            made.Add((await Cloud.CreateInterfaceAsync(Wish(tag: number % 2 == 0 ? "even" : "odd"))).Id);
        }

        Assert.Equal(60, (await Cloud.ListInterfacesAsync(new InterfaceFilter { Tags = new Dictionary<string, string> { ["fairlead.io/cluster"] = "even" } })).Count);
        Assert.Equal(122, (await Cloud.ListInterfacesAsync(new InterfaceFilter { Vpc = "vpc-lab" })).Count);
        Assert.Empty(await Cloud.ListInterfacesAsync(new InterfaceFilter { VSwitch = Narrow }));
        Assert.Equal("eni-host-a", Assert.Single(await Cloud.ListInterfacesAsync(new InterfaceFilter { Instance = HostA })).Id);
        Assert.Equal(made.Order(), (await Cloud.ListInterfacesAsync(new InterfaceFilter { Ids = [.. made, "eni-not-there"] })).Select(eni => eni.Id).Order());
        Assert.Equal(made, (await Task.WhenAll(made.Select(id => Cloud.FindInterfaceAsync(id)))).Select(eni => eni!.Id));
        Assert.Null(await Cloud.FindInterfaceAsync("eni-not-there"));
    }

    [Fact]
    public async Task Attach_detach_and_delete_do_nothing_where_there_is_nothing_to_do()
    {
        var eni = await AttachedAsync(Wish());
        Assert.Equal(HostA, eni.Instance);
        await Cloud.AttachInterfaceAsync(eni.Id, HostA);
        Assert.True((await RefusedAsync(() => Cloud.AttachInterfaceAsync(eni.Id, HostB))).IsConflict);
        Assert.True((await RefusedAsync(() => Cloud.DeleteInterfaceAsync(eni.Id))).IsConflict);
        await Cloud.DetachInterfaceAsync(eni.Id, HostB);
        Assert.Equal(InterfaceState.InUse, (await Cloud.FindInterfaceAsync(eni.Id))!.State);

        await Cloud.DetachInterfaceAsync(eni.Id, HostA);
        await Cloud.DetachInterfaceAsync(eni.Id, HostA);
        Assert.Equal("", (await _world.UntilAsync(eni.Id, seen => seen.State == InterfaceState.Available)).Instance);
        await Cloud.DetachInterfaceAsync(eni.Id, HostA);
        await Cloud.DeleteInterfaceAsync(eni.Id);
        await Cloud.DeleteInterfaceAsync(eni.Id);
        await _world.UntilGoneAsync(eni.Id);
        await Cloud.DeleteInterfaceAsync(eni.Id);
        await Cloud.DetachInterfaceAsync(eni.Id, HostA);
        Assert.True((await RefusedAsync(() => Cloud.AttachInterfaceAsync(eni.Id, HostA))).IsNotFound);
    }

    [Fact]
    public async Task What_is_named_and_not_there_is_said_so()
    {
        var eni = await Cloud.CreateInterfaceAsync(Wish());
        Assert.True((await RefusedAsync(() => Cloud.AttachInterfaceAsync(eni.Id, "i-not-there"))).IsNotFound);
        Assert.True((await RefusedAsync(() => Cloud.CreateInterfaceAsync(Wish("vsw-not-there")))).IsNotFound);
        Assert.True((await RefusedAsync(() => Cloud.AssignAsync("eni-not-there", AddressKind.Address4, 1))).IsNotFound);
        Assert.True((await RefusedAsync(() => Cloud.ListRoutesAsync("vtb-not-there"))).IsNotFound);
        var error = await RefusedAsync(() => Cloud.AttachInterfaceAsync("eni-not-there", HostA));
        Assert.Equal((CloudErrorKind.NotFound, "AttachNetworkInterface", "eni-not-there", "InvalidEniId.NotFound", false), (error.Kind, error.Action, error.Resource, error.Code, error.MayBeDone));
        Assert.NotEqual("", error.RequestId);
        Assert.Null(await Cloud.FindVSwitchAsync("vsw-not-there"));
        Assert.Null(await Cloud.FindLimitsAsync("ecs.not.there"));
    }

    [Fact]
    public async Task The_types_limits_hold()
    {
        var limits = await Cloud.FindLimitsAsync("ecs.g7.large");
        Assert.Equal(new InstanceLimits("ecs.g7.large", 3, 3, 6, 6, false, 1), limits);
        Assert.Equal(10, (await Cloud.FindLimitsAsync("ecs.g7.xlarge"))!.Members);
        var first = await AttachedAsync(Wish(), HostB);
        await AttachedAsync(Wish(), HostB);
        var third = await Cloud.CreateInterfaceAsync(Wish());
        Assert.True((await RefusedAsync(() => Cloud.AttachInterfaceAsync(third.Id, HostB))).IsLimitPerInstance);
        Assert.True((await RefusedAsync(() => Cloud.AssignAsync(first.Id, AddressKind.Address4, 6))).IsLimitPerInstance);
        Assert.Single((await Cloud.FindInterfaceAsync(first.Id))!.Addresses);
        Assert.Equal(5, (await Cloud.AssignAsync(first.Id, AddressKind.Address4, 5)).Count);
    }

    [Theory]
    [InlineData(AddressKind.Address4, 32)]
    [InlineData(AddressKind.Address6, 128)]
    [InlineData(AddressKind.Prefix4, 28)]
    [InlineData(AddressKind.Prefix6, 80)]
    public async Task Addresses_and_prefixes_come_and_go(AddressKind kind, int length)
    {
        var eni = await AttachedAsync(Wish());
        var given = await Cloud.AssignAsync(eni.Id, kind, 4);
        Assert.Equal([length, length, length, length], given.Select(range => (int)range.Length));
        var seen = await Cloud.FindInterfaceAsync(eni.Id);
        Assert.All(given, range => Assert.True(seen!.Has(range)));
        await Cloud.ReleaseAsync(eni.Id, [given[0], given[1]]);
        await Cloud.ReleaseAsync(eni.Id, [given[1], given[2]]);
        seen = await Cloud.FindInterfaceAsync(eni.Id);
        Assert.Equal([false, false, false, true], given.Select(range => seen!.Has(range)));
        await Cloud.ReleaseAsync("eni-not-there", [given[3]]);
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Cloud.AssignAsync(eni.Id, kind, Cloud.MostPerAssignment(kind) + 1));
    }

    [Theory]
    [InlineData("10.0.0.100", "10.0.0.101", "10.0.0.102")]
    [InlineData("2001:db8:0:101::64", "2001:db8:0:101::65", "2001:db8:0:101::66")]
    public async Task Addresses_are_had_by_name(string first, string second, string third)
    {
        InetAddress[] wanted = [InetAddress.Parse(first), InetAddress.Parse(second)];
        var (eni, other) = (await AttachedAsync(Wish()), await Cloud.CreateInterfaceAsync(Wish()));
        Assert.Equal(wanted.Select(address => address.ToCidr()), await Cloud.AssignAsync(eni.Id, wanted));
        Assert.Equal([eni.Addresses[0], .. wanted], (await Cloud.FindInterfaceAsync(eni.Id))!.Addresses);
        Assert.Equal(2, (await Cloud.AssignAsync(eni.Id, wanted)).Count);
        Assert.True((await RefusedAsync(() => Cloud.AssignAsync(other.Id, [InetAddress.Parse(third), wanted[1]]))).IsConflict);
        Assert.Single((await Cloud.FindInterfaceAsync(other.Id))!.Addresses);

        await Cloud.ReleaseAsync(eni.Id, [wanted[1].ToCidr()]);
        var token = ClientTokens.Make();
        Assert.Single(await Cloud.AssignAsync(other.Id, [wanted[1]], token));
        Assert.Single(await Cloud.AssignAsync(other.Id, [wanted[1]], token));
        Assert.True((await RefusedAsync(() => Cloud.AssignAsync(eni.Id, [wanted[1]]))).IsConflict);
    }

    [Fact]
    public async Task An_address_that_the_vSwitch_cannot_give_is_refused()
    {
        var eni = await Cloud.CreateInterfaceAsync(Wish());
        Assert.True((await RefusedAsync(() => Cloud.AssignAsync(eni.Id, [InetAddress.Parse("10.0.1.9")]))).IsInvalid);
        Assert.True((await RefusedAsync(() => Cloud.AssignAsync("eni-not-there", [InetAddress.Parse("10.0.0.9")]))).IsNotFound);
        await Assert.ThrowsAsync<ArgumentException>(() => Cloud.AssignAsync(eni.Id, [InetAddress.Parse("10.0.0.9"), InetAddress.Parse("2001:db8:0:101::9")]));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Cloud.AssignAsync(eni.Id, []));
    }

    [Fact]
    public async Task An_ENI_is_made_with_the_primary_address_that_is_wanted()
    {
        var address = InetAddress.Parse("10.0.0.77");
        var made = await Cloud.CreateInterfaceAsync(Wish(addresses: 2) with { PrimaryAddress = address });
        Assert.Equal((address, 3), (made.Addresses[0], made.Addresses.Count));
        Assert.True((await RefusedAsync(() => Cloud.CreateInterfaceAsync(Wish() with { PrimaryAddress = address }))).IsConflict);
    }

    [Fact]
    public async Task The_primary_address_stays()
    {
        var eni = await AttachedAsync(Wish());
        await RefusedAsync(() => Cloud.ReleaseAsync(eni.Id, [eni.Addresses[0].ToCidr()]));
        Assert.Equal(eni.Addresses, (await Cloud.FindInterfaceAsync(eni.Id))!.Addresses);
    }

    [Fact]
    public async Task All_who_ask_at_once_get_addresses_of_their_own()
    {
        var eni = await Cloud.CreateInterfaceAsync(Wish());
        var given = await Task.WhenAll(Enumerable.Range(0, 40).Select(_ => Cloud.AssignAsync(eni.Id, AddressKind.Address4, 1)));
        Assert.Equal(40, given.SelectMany(ranges => ranges).Distinct().Count());
        Assert.Equal(41, (await Cloud.FindInterfaceAsync(eni.Id))!.Addresses.Count);
        await Task.WhenAll(given.Select(ranges => Cloud.ReleaseAsync(eni.Id, ranges)));
        Assert.Single((await Cloud.FindInterfaceAsync(eni.Id))!.Addresses);
    }

    [Fact]
    public async Task A_vSwitch_that_runs_out_is_named_and_what_is_left_can_be_had()
    {
        var free = (await Cloud.FindVSwitchAsync(Narrow))!.FreeAddresses;
        var eni = await Cloud.CreateInterfaceAsync(Wish(Narrow, addresses: free - 3));
        var error = await RefusedAsync(() => Cloud.AssignAsync(eni.Id, AddressKind.Address4, 5));
        Assert.Equal((true, Narrow), (error.IsNoAddresses, error.VSwitch));
        Assert.Equal(Narrow, (await RefusedAsync(() => Cloud.CreateInterfaceAsync(Wish(Narrow, addresses: 5)))).VSwitch);
        Assert.Equal(2, (await Cloud.AssignAsync(eni.Id, AddressKind.Address4, 2)).Count);
        Assert.Equal(0, (await Cloud.FindVSwitchAsync(Narrow))!.FreeAddresses);
        Assert.True((await RefusedAsync(() => Cloud.CreateInterfaceAsync(Wish(Narrow)))).IsNoAddresses);

        await Cloud.ReleaseAsync(eni.Id, [(await Cloud.FindInterfaceAsync(eni.Id))!.Addresses[1].ToCidr()]);
        Assert.Single(await Cloud.AssignAsync(eni.Id, AddressKind.Address4, 1));
    }

    [Fact]
    public async Task A_trunk_carries_members()
    {
        var trunk = await AttachedAsync(Wish() with { Role = InterfaceRole.Trunk });
        Assert.Equal(InterfaceRole.Trunk, trunk.Role);
        var made = await Cloud.CreateInterfaceAsync(Wish());
        await Cloud.AttachInterfaceAsync(made.Id, HostA, trunk.Id);
        var member = await _world.UntilAsync(made.Id, eni => eni.State == InterfaceState.InUse);
        Assert.Equal((InterfaceRole.Member, trunk.Id, HostA), (member.Role, member.Trunk, member.Instance));
        Assert.InRange(member.Vlan, 1, 4094);
        await Cloud.DetachInterfaceAsync(made.Id, HostA, trunk.Id);
        var free = await _world.UntilAsync(made.Id, eni => eni.State == InterfaceState.Available);
        Assert.Equal(("", 0), (free.Trunk, free.Vlan));
    }

    [Fact]
    public async Task Route_entries()
    {
        var table = (await Cloud.FindVSwitchAsync(Wide))!.RouteTable;
        Assert.Empty(await Cloud.ListRoutesAsync(table));
        var token = ClientTokens.Make();
        var wish = new RouteWish(table, Cidr.Parse("172.20.1.0/24"), HostA, RouteHop.Instance) { Name = "pods", Description = "of host-a" };
        var id = await Cloud.CreateRouteAsync(wish, token);
        Assert.Equal(id, await Cloud.CreateRouteAsync(wish, token));
        Assert.True((await RefusedAsync(() => Cloud.CreateRouteAsync(wish with { NextHop = HostB }))).IsConflict);
        Assert.Equal(new CloudRoute(id, table, wish.Destination, HostA, RouteHop.Instance, IsReady: true) { Name = "pods", Description = "of host-a" }, Assert.Single(await Cloud.ListRoutesAsync(table)));

        await Task.WhenAll(Enumerable.Range(2, 24).Select(number => Cloud.CreateRouteAsync(wish with { Destination = Cidr.Parse($"172.20.{number}.0/24") })));
        var routes = await Cloud.ListRoutesAsync(table);
        Assert.Equal(25, routes.Count);
        Assert.True((await RefusedAsync(() => Cloud.CreateRouteAsync(wish with { Destination = Cidr.Parse("172.21.0.0/24") }))).IsQuotaExceeded);
        await Task.WhenAll(routes.Select(route => Cloud.DeleteRouteAsync(route)));
        await Cloud.DeleteRouteAsync(routes[0]);
        Assert.Empty(await Cloud.ListRoutesAsync(table));
    }

    [Fact]
    public async Task Instances_and_vSwitches()
    {
        var host = Assert.Single(await Cloud.ListInstancesAsync(new InstanceFilter { Addresses = [InetAddress.Parse("10.0.0.11")] }));
        Assert.Equal((HostB, "host-b", "ecs.g7.large", "cn-hangzhou-h", "vpc-lab", Wide, "Running"), (host.Id, host.Name, host.Type, host.Zone, host.Vpc, host.VSwitch, host.Status));
        Assert.Equal(InetAddress.Parse("10.0.0.11"), host.Addresses[0]);
        Assert.Equal(HostA, Assert.Single(await Cloud.ListInstancesAsync(new InstanceFilter { Name = "host-a" })).Id);
        Assert.Equal(2, (await Cloud.ListInstancesAsync(new InstanceFilter { Vpc = "vpc-lab" })).Count);
        Assert.Equal(HostA, Assert.Single(await Cloud.ListInstancesAsync(new InstanceFilter { Ids = [HostA, "i-not-there"] })).Id);
        Assert.Equal([Narrow, Wide], (await Cloud.ListVSwitchesAsync("vpc-lab")).Select(vSwitch => vSwitch.Id).Order());
        var wide = (await Cloud.FindVSwitchAsync(Wide))!;
        Assert.Equal(("wide", "vpc-lab", "cn-hangzhou-h", "10.0.0.0/24", "2001:db8:0:101::/64", "vtb-lab"), (wide.Name, wide.Vpc, wide.Zone, wide.Cidr.ToString(), wide.Cidr6.ToString(), wide.RouteTable));
    }

    [Fact]
    public async Task Who_hears_no_answer_and_repeats_with_the_token_has_one_ENI()
    {
        _world.Break(new FaultRule { Loss = AnswerLoss.After, Calls = new CallCount(1, 1) }, "CreateNetworkInterface");
        var token = ClientTokens.Make();
        CloudInterface? made = null;
        while (made is null)
        {
            try
            {
                made = await Cloud.CreateInterfaceAsync(Wish(), token);
            }
            catch (CloudException error)
            {
                Assert.True(error.MayBeDone);
            }
        }

        Assert.Equal(made.Id, Assert.Single(await Cloud.ListInterfacesAsync(new InterfaceFilter { Role = InterfaceRole.Secondary })).Id);
    }

    [Fact]
    public async Task What_was_just_made_may_not_be_described_yet()
    {
        _world.Break(new FaultRule { Lag = Vpc.Cloud.DelayRange.Seconds(0.2, 0.2) }, "DescribeNetworkInterfaces");
        var made = await Cloud.CreateInterfaceAsync(Wish());
        Assert.Null(await Cloud.FindInterfaceAsync(made.Id));
        Assert.Equal(made.Id, (await _world.UntilAsync(made.Id, _ => true)).Id);
        await Cloud.DeleteInterfaceAsync(made.Id);
        await _world.UntilGoneAsync(made.Id);
    }
}

/// <summary>The in-memory fake.</summary>
public sealed class FakeContract : CloudContract
{
    protected override Task<CloudWorld> StartAsync() => Task.FromResult<CloudWorld>(new FakeWorld(Settings));
}

/// <summary>The client over HTTP.</summary>
public sealed class HttpContract : CloudContract
{
    protected override async Task<CloudWorld> StartAsync() => await HttpWorld.StartAsync();
}
