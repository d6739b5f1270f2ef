using System.Collections.Concurrent;
using Fairlead.Cloud.Tests.Scripted;
using Fairlead.Model.Addresses;

namespace Fairlead.Cloud.Tests.Batching;

public sealed class BatchTests
{
    [Fact]
    public async Task Wishes_for_one_ENI_go_in_one_call_and_each_gets_its_own()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((request, _) => Answers.Assigned(request)));
        var given = await Task.WhenAll(new[] { 1, 2, 3, 4 }.Select(count => scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, count)));
        Assert.Equal([1, 2, 3, 4], given.Select(ranges => ranges.Count));
        Assert.Equal(10, given.SelectMany(ranges => ranges).Distinct().Count());
        Assert.Equal("10", Assert.Single(scripted.Server.Seen).Query["SecondaryPrivateIpAddressCount"]);
    }

    [Fact]
    public async Task A_call_bears_no_more_than_the_cloud_takes()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((request, index) => Answers.Assigned(request, index * 40)));
        var given = await Task.WhenAll(Enumerable.Range(0, 20).Select(_ => scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 5)));
        Assert.Equal(100, given.SelectMany(ranges => ranges).Distinct().Count());
        Assert.Equal(["30", "30", "30", "10"], scripted.Server.Seen.Select(request => request.Query["SecondaryPrivateIpAddressCount"]));
    }

    [Fact]
    public async Task Other_ENIs_and_wishes_with_tokens_travel_alone()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((request, _) => Answers.Assigned(request)));
        await Task.WhenAll(
            scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 1), scripted.Cloud.AssignAsync("eni-b", AddressKind.Address4, 1), scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 1, "mine"));
        Assert.Equal(3, scripted.Server.Seen.Count);
        Assert.Single(scripted.Server.Seen, request => request.Query["ClientToken"] == "mine");
    }

    [Fact]
    public async Task A_release_that_nobody_waits_for_any_more_is_not_repeated()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((_, _) => ScriptedServer.Refusal("ServiceUnavailable", 503)));
        using var office = new CancellationTokenSource();
        var release = scripted.Cloud.ReleaseAsync("eni-a", [Cidr.Parse("10.0.0.5/32"), Cidr.Parse("10.0.0.6/32")], office.Token);
        while (scripted.Server.Seen.Count < 2)
        {
            await Task.Delay(1);
        }

        await office.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => release);
        await Task.Delay(50);
        var sent = scripted.Server.Seen.Count;
        await Task.Delay(200);
        Assert.Equal(sent, scripted.Server.Seen.Count);
    }

    [Fact]
    public async Task A_release_that_one_of_two_waits_for_goes_on()
    {
        var isUp = false;
        using var scripted = new ScriptedCloud(new ScriptedServer((_, _) => isUp ? Answers.Done : ScriptedServer.Refusal("ServiceUnavailable", 503)));
        using var office = new CancellationTokenSource();
        var left = scripted.Cloud.ReleaseAsync("eni-a", [Cidr.Parse("10.0.0.5/32")], office.Token);
        var kept = scripted.Cloud.ReleaseAsync("eni-a", [Cidr.Parse("10.0.0.6/32")]);
        while (scripted.Server.Seen.Count < 2)
        {
            await Task.Delay(1);
        }

        await office.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => left);
        isUp = true;
        await kept;
    }

    [Fact]
    public async Task One_wish_too_many_spoils_no_other()
    {
        // The vSwitch has 13 left.
        var left = 13;
        using var scripted = new ScriptedCloud(new ScriptedServer((request, index) =>
        {
            if (request.Action == "DescribeNetworkInterfaces")
            {
                return Answers.Interfaces(Answers.Interface("eni-a"));
            }

            var count = int.Parse(request.Query["SecondaryPrivateIpAddressCount"]);
            if (count > left)
            {
                return ScriptedServer.Refusal("InvalidVSwitchId.IpNotEnough");
            }

            left -= count;
            return Answers.Assigned(request, index * 40);
        }));
        var wishes = new[] { 4, 4, 4, 4, 4, 1 }.Select(count => scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, count)).ToArray();
        await Task.WhenAll(wishes.Select(wish => wish.ContinueWith(_ => { })));
        Assert.Equal([4, 4, 4, 0, 0, 1], wishes.Select(wish => wish.IsCompletedSuccessfully ? wish.Result.Count : 0));
        Assert.All(wishes.Where(wish => wish.IsFaulted), wish => Assert.Equal("vsw-a", Assert.IsType<CloudException>(wish.Exception!.InnerException).VSwitch));
        Assert.Equal(0, left);
    }

    [Fact]
    public async Task A_vSwitch_that_is_empty_is_not_asked_by_the_next()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((request, _) => request.Action switch
        {
            "DescribeNetworkInterfaces" => Answers.Interfaces(Answers.Interface("eni-a")),
            "UnassignPrivateIpAddresses" => Answers.Done,
            _ => ScriptedServer.Refusal("QuotaExceeded.PrivateIpAddress"),
        }));
        await scripted.Cloud.FindInterfaceAsync("eni-a");
        Assert.Equal("QuotaExceeded.PrivateIpAddress", (await RefusedAsync(() => scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 1))).Code);
        Assert.Equal("CircuitOpen", (await RefusedAsync(() => scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 1))).Code);
        Assert.Equal("CircuitOpen", (await RefusedAsync(() => scripted.Cloud.CreateInterfaceAsync(new InterfaceWish { VSwitch = "vsw-a", SecurityGroups = ["sg-a"] }))).Code);
        Assert.Single(scripted.Server.Seen, request => request.Action == "AssignPrivateIpAddresses");

        await scripted.Cloud.ReleaseAsync("eni-a", [Cidr.Parse("10.0.0.9/32")]);
        Assert.Equal("QuotaExceeded.PrivateIpAddress", (await RefusedAsync(() => scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 1))).Code);
    }

    [Fact]
    public async Task A_call_that_may_be_done_is_repeated_although_the_vSwitch_is_empty()
    {
        // Its answer is lost; what was left is somebody else's by now, but the first call got its address.
        using var scripted = new ScriptedCloud(new ScriptedServer((request, index) => request.Query.GetValueOrDefault("ClientToken") switch
        {
            null => Answers.Interfaces(Answers.Interface("eni-a")),
            "mine" => index < 10 ? Answers.Lost() : Answers.Assigned(request),
            _ => ScriptedServer.Refusal("InvalidVSwitchId.IpNotEnough", 403),
        }), change: options => options with { CallDeadline = TimeSpan.FromMilliseconds(20), FirstBackoff = TimeSpan.FromMilliseconds(50), LongestBackoff = TimeSpan.FromMilliseconds(50) });
        await scripted.Cloud.FindInterfaceAsync("eni-a");
        Assert.True((await RefusedAsync(() => scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 1, "mine"))).MayBeDone);
        Assert.True((await RefusedAsync(() => scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 1, "other"))).IsNoAddresses);
        Assert.Equal("CircuitOpen", (await RefusedAsync(() => scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 1, "third"))).Code);
        IReadOnlyList<Cidr>? given = null;
        while (given is null)
        {
            try
            {
                given = await scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 1, "mine");
            }
            catch (CloudException error)
            {
                Assert.True(error.MayBeDone);
            }
        }

        Assert.Single(given);
    }

    [Fact]
    public async Task Giving_back_does_not_wait_for_taking()
    {
        var held = new TaskCompletionSource();
        using var scripted = new ScriptedCloud(new ScriptedServer(async (request, _) =>
        {
            if (request.Action.StartsWith("Assign"))
            {
                await held.Task;
                return Answers.Assigned(request);
            }

            return Answers.Done;
        }));
        var taking = scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 1);
        await scripted.Cloud.ReleaseAsync("eni-a", [Cidr.Parse("10.0.0.9/32")]).WaitAsync(TimeSpan.FromSeconds(5));
        Assert.False(taking.IsCompleted);
        held.SetResult();
        await taking;
    }

    [Fact]
    public async Task Releases_go_ten_by_ten_and_both_families_and_prefixes_apart()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((_, _) => Answers.Done));
        await scripted.Cloud.ReleaseAsync("eni-a", [.. Enumerable.Range(0, 25).Select(last => Cidr.Parse($"10.0.1.{last}/32")), Cidr.Parse("fd00::7/128"), Cidr.Parse("10.0.2.0/28"), Cidr.Parse("2001:db8:1:2:3::/80")]);
        Assert.Equal([10, 10, 5], scripted.Server.Seen.Where(request => request.Query.ContainsKey("PrivateIpAddress.1")).Select(request => request.Query.Keys.Count(key => key.StartsWith("PrivateIpAddress."))));
        Assert.Equal("fd00::7", Assert.Single(scripted.Server.Seen, request => request.Query.ContainsKey("Ipv6Address.1")).Query["Ipv6Address.1"]);
        Assert.Equal("10.0.2.0/28", Assert.Single(scripted.Server.Seen, request => request.Query.ContainsKey("Ipv4Prefix.1")).Query["Ipv4Prefix.1"]);
        Assert.Equal("2001:db8:1:2:3::/80", Assert.Single(scripted.Server.Seen, request => request.Query.ContainsKey("Ipv6Prefix.1")).Query["Ipv6Prefix.1"]);
    }

    [Fact]
    public async Task An_address_that_is_gone_already_spoils_no_other_release()
    {
        var released = new ConcurrentBag<string>();
        using var scripted = new ScriptedCloud(new ScriptedServer((request, _) =>
        {
            var addresses = request.Query.Where(pair => pair.Key.StartsWith("PrivateIpAddress.")).Select(pair => pair.Value).ToArray();
            if (addresses.Contains("10.0.1.3"))
            {
                return ScriptedServer.Refusal("InvalidIp.IpUnassigned");
            }

            addresses.ToList().ForEach(released.Add);
            return Answers.Done;
        }));
        await scripted.Cloud.ReleaseAsync("eni-a", [.. Enumerable.Range(0, 8).Select(last => Cidr.Parse($"10.0.1.{last}/32"))]);
        Assert.Equal(7, released.Count);
    }

    [Fact]
    public async Task Finds_are_one_call_for_a_hundred()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((request, _) => Answers.Interfaces(
            [.. request.Query.Where(pair => pair.Key.StartsWith("NetworkInterfaceId.") && !pair.Value.EndsWith('7')).Select(pair => Answers.Interface(pair.Value))])));
        var found = await Task.WhenAll(Enumerable.Range(0, 150).Select(id => scripted.Cloud.FindInterfaceAsync($"eni-{id}")));
        Assert.Equal(15, found.Count(eni => eni is null));
        Assert.All(found.Index(), pair => Assert.True(pair.Item is null || pair.Item.Id == $"eni-{pair.Index}"));
        Assert.InRange(scripted.Server.Seen.Count, 2, 5);
        Assert.All(scripted.Server.Seen, request => Assert.True(request.Query.Keys.Count(key => key.StartsWith("NetworkInterfaceId.")) <= 100));
    }

    [Fact]
    public async Task Who_leaves_before_the_call_takes_the_wish_back()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((request, _) => Answers.Assigned(request)), change: options => options with { BatchWindow = TimeSpan.FromMilliseconds(200) });
        using var stop = new CancellationTokenSource();
        var leaving = scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 5, cancel: stop.Token);
        var staying = scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 1);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        Assert.Single(await staying);
        Assert.Equal("1", Assert.Single(scripted.Server.Seen).Query["SecondaryPrivateIpAddressCount"]);
    }

    [Fact]
    public async Task Who_waits_when_the_client_ends_is_told()
    {
        var scripted = new ScriptedCloud(new ScriptedServer(async (_, _) =>
        {
            await Task.Delay(Timeout.Infinite);
            return Answers.Done;
        }));
        var waiting = scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 1);
        await Task.Delay(50);
        scripted.Dispose();
        await Assert.ThrowsAnyAsync<Exception>(() => waiting.WaitAsync(TimeSpan.FromSeconds(5)));
        Assert.False(waiting is { Exception: null, IsCanceled: false });
    }

    private static Task<CloudException> RefusedAsync(Func<Task> call) => Assert.ThrowsAsync<CloudException>(call);
}
