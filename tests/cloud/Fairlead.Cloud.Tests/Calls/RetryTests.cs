using System.Net;
using Fairlead.Cloud.Alibaba.Credentials;
using Fairlead.Cloud.Tests.Scripted;
using Fairlead.Model.Addresses;

namespace Fairlead.Cloud.Tests.Calls;

public sealed class RetryTests
{
    private static readonly InterfaceWish Wish = new() { VSwitch = "vsw-a", SecurityGroups = ["sg-a"], Addresses4 = 2 };

    public static TheoryData<string, int> Passing => new()
    {
        { "Throttling", 400 }, { "Throttling.User", 400 }, { "Throttling.Api", 429 }, { "InternalError", 500 }, { "ServiceUnavailable", 503 }, { "Operation.Conflict", 409 }, { "SignatureNonceUsed", 400 },
    };

    [Theory]
    [MemberData(nameof(Passing))]
    public async Task What_may_pass_is_tried_again_with_the_same_token(string code, int status)
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((_, index) =>
            index <= 2 ? ScriptedServer.Refusal(code, status) : Answers.Created("eni-made")));
        var made = await scripted.Cloud.CreateInterfaceAsync(Wish);
        Assert.Equal("eni-made", made.Id);
        Assert.Equal(3, scripted.Server.Seen.Count);
        Assert.Single(scripted.Server.Seen.Select(request => request.Query["ClientToken"]).Distinct());
        Assert.Equal(3, scripted.Server.Seen.Select(request => request.Headers["x-acs-signature-nonce"]).Distinct().Count());
    }

    [Fact]
    public async Task A_lost_answer_and_a_broken_one_are_asked_for_again()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((_, index) => index switch
        {
            1 => Answers.Lost(),
            2 => Answers.NotJson(HttpStatusCode.BadGateway),
            3 => Answers.NotJson(HttpStatusCode.OK),
            _ => Answers.Created("eni-made"),
        }));
        Assert.Equal("eni-made", (await scripted.Cloud.CreateInterfaceAsync(Wish, "token-of-mine")).Id);
        Assert.All(scripted.Server.Seen, request => Assert.Equal("token-of-mine", request.Query["ClientToken"]));
        var record = Assert.Single(scripted.Records);
        Assert.Equal(("CreateNetworkInterface", 4, "OK"), (record.Action, record.Attempts, record.Code));
    }

    [Fact]
    public async Task A_slow_answer_counts_as_lost()
    {
        using var scripted = new ScriptedCloud(
            new ScriptedServer(async (_, index) =>
            {
                await Task.Delay(index == 1 ? 5000 : 0);
                return Answers.Created("eni-made");
            }), change: options => options with { AttemptTimeout = TimeSpan.FromMilliseconds(100) });
        Assert.Equal("eni-made", (await scripted.Cloud.CreateInterfaceAsync(Wish)).Id);
        Assert.Equal(2, scripted.Server.Seen.Count);
    }

    [Theory]
    [InlineData("InvalidVSwitchId.NotFound", 404, CloudErrorKind.NotFound)]
    [InlineData("Forbidden.RAM", 403, CloudErrorKind.Denied)]
    [InlineData("Forbidden.Unauthorized", 403, CloudErrorKind.Denied)]
    [InlineData("NoPermission", 403, CloudErrorKind.Denied)]
    [InlineData("IncompleteSignature", 400, CloudErrorKind.CredentialsRefused)]
    [InlineData("InvalidTimeStamp.Expired", 400, CloudErrorKind.CredentialsRefused)]
    [InlineData("UserDisable", 403, CloudErrorKind.CredentialsRefused)]
    [InlineData("InvalidParameter", 400, CloudErrorKind.Invalid)]
    [InlineData("IdempotentParameterMismatch", 400, CloudErrorKind.Invalid)]
    [InlineData("QuotaExceeded.NetworkInterface", 400, CloudErrorKind.QuotaExceeded)]
    [InlineData("SomethingNew", 400, CloudErrorKind.Unknown)]
    public async Task What_will_not_pass_is_said_at_once(string code, int status, CloudErrorKind kind)
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((_, _) => ScriptedServer.Refusal(code, status, "the cloud's words")));
        var error = await Assert.ThrowsAsync<CloudException>(() => scripted.Cloud.CreateInterfaceAsync(Wish));
        Assert.Equal(kind, error.Kind);
        Assert.False(error.MayBeDone);
        Assert.Equal($"CreateNetworkInterface vsw-a: the cloud's words ({code}, request 4C467B38-3910-447D-87BC-AC049166F216)", error.Message);
        Assert.Single(scripted.Server.Seen);
    }

    [Fact]
    public async Task The_deadline_ends_it_and_says_that_it_may_be_done()
    {
        using var scripted = new ScriptedCloud(
            new ScriptedServer((_, index) => index == 1 ? Answers.Lost() : ScriptedServer.Refusal("InternalError", 500)), change: options => options with { CallDeadline = TimeSpan.FromSeconds(1) });
        var error = await Assert.ThrowsAsync<CloudException>(() => scripted.Cloud.CreateInterfaceAsync(Wish));
        Assert.True(error.IsUnavailable);
        Assert.True(error.MayBeDone);
        Assert.True(scripted.Server.Seen.Count > 2);
    }

    [Fact]
    public async Task A_cancelled_call_ends_as_such()
    {
        using var stop = new CancellationTokenSource();
        using var scripted = new ScriptedCloud(new ScriptedServer((_, index) =>
        {
            if (index == 2)
            {
                stop.Cancel();
            }

            return ScriptedServer.Refusal("InternalError", 500);
        }));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => scripted.Cloud.CreateInterfaceAsync(Wish, cancel: stop.Token));
        Assert.Equal("Cancelled", Assert.Single(scripted.Records).Code);
    }

    [Fact]
    public async Task An_attach_whose_answer_was_lost_is_looked_at_and_not_repeated()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((request, _) => request.Action == "AttachNetworkInterface"
            ? Answers.Lost()
            : Answers.Interfaces(Answers.Interface("eni-a", "Attaching", "i-a"))));
        await scripted.Cloud.AttachInterfaceAsync("eni-a", "i-a");
        Assert.Equal(["AttachNetworkInterface", "DescribeNetworkInterfaces"], scripted.Server.Seen.Select(request => request.Action));
    }

    [Fact]
    public async Task An_attach_that_was_lost_and_not_done_is_repeated()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((request, index) => request.Action == "DescribeNetworkInterfaces"
            ? Answers.Interfaces(Answers.Interface("eni-a"))
            : index == 1 ? Answers.Lost() : Answers.Done));
        await scripted.Cloud.AttachInterfaceAsync("eni-a", "i-a");
        Assert.Equal(["AttachNetworkInterface", "DescribeNetworkInterfaces", "AttachNetworkInterface"], scripted.Server.Seen.Select(request => request.Action));
    }

    [Fact]
    public async Task An_attach_whose_repetition_is_refused_is_waited_for_while_descriptions_lag()
    {
        var looks = 0;
        using var scripted = new ScriptedCloud(new ScriptedServer((request, index) => request.Action == "DescribeNetworkInterfaces"
            ? Answers.Interfaces(Interlocked.Increment(ref looks) < 4 ? Answers.Interface("eni-a") : Answers.Interface("eni-a", "InUse", "i-a"))
            : index == 1 ? Answers.Lost() : ScriptedServer.Refusal("InvalidOperation.InvalidEniState", 400)));
        await scripted.Cloud.AttachInterfaceAsync("eni-a", "i-a");
        Assert.Equal(4, looks);
    }

    [Fact]
    public async Task A_delete_whose_answer_was_lost_is_repeated_until_the_cloud_knows_no_such_thing()
    {
        // An ENI that is not described may be too new for that, so a look alone would not do.
        using var scripted = new ScriptedCloud(new ScriptedServer((request, index) => request.Action == "DescribeNetworkInterfaces"
            ? Answers.Interfaces()
            : index == 1 ? Answers.Lost() : ScriptedServer.Refusal("InvalidEniId.NotFound", 404)));
        await scripted.Cloud.DeleteInterfaceAsync("eni-a");
        Assert.Equal(2, scripted.Server.Seen.Count(request => request.Action == "DeleteNetworkInterface"));
    }

    [Fact]
    public async Task A_release_whose_answer_was_lost_is_repeated_whatever_descriptions_say()
    {
        // 10.0.0.7 was just assigned and is not described yet; the first request never arrived.
        using var scripted = new ScriptedCloud(new ScriptedServer((request, index) => request.Action == "DescribeNetworkInterfaces"
            ? Answers.Interfaces(Answers.Interface("eni-a", "InUse", "i-a"))
            : index == 1 ? Answers.Lost() : Answers.Done));
        await scripted.Cloud.ReleaseAsync("eni-a", [Cidr.Parse("10.0.0.7/32")]);
        Assert.Equal(2, scripted.Server.Seen.Count(request => request.Action == "UnassignPrivateIpAddresses"));
    }

    [Fact]
    public async Task A_detach_whose_answer_was_lost_is_repeated_although_the_ENI_is_not_described_as_attached_yet()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((request, index) => request.Action == "DescribeNetworkInterfaces"
            ? Answers.Interfaces(Answers.Interface("eni-a"))
            : index == 1 ? Answers.Lost() : Answers.Done));
        await scripted.Cloud.DetachInterfaceAsync("eni-a", "i-a");
        Assert.Equal(2, scripted.Server.Seen.Count(request => request.Action == "DetachNetworkInterface"));
    }

    [Fact]
    public async Task A_detach_that_was_done_and_lost_is_waited_for_while_descriptions_lag()
    {
        var looks = 0;
        using var scripted = new ScriptedCloud(new ScriptedServer((request, index) => request.Action == "DescribeNetworkInterfaces"
            ? Answers.Interfaces(Interlocked.Increment(ref looks) < 4 ? Answers.Interface("eni-a", "InUse", "i-a") : Answers.Interface("eni-a", "Detaching", "i-a"))
            : index == 1 ? Answers.Lost() : ScriptedServer.Refusal("InvalidOperation.InvalidEniState", 400)));
        await scripted.Cloud.DetachInterfaceAsync("eni-a", "i-a");
        Assert.Equal(4, looks);
    }

    [Fact]
    public async Task An_address_that_was_given_again_is_not_taken_from_its_new_owner()
    {
        // The release is done and its answer held back until the address is given to the next, then lost. Descriptions cannot tell.
        var (released, given) = (new TaskCompletionSource(), new TaskCompletionSource());
        using var scripted = new ScriptedCloud(new ScriptedServer(async (request, _) =>
        {
            switch (request.Action)
            {
                case "UnassignPrivateIpAddresses":
                    released.TrySetResult();
                    await given.Task;
                    return Answers.Lost();
                case "AssignPrivateIpAddresses":
                    given.TrySetResult();
                    // The release learns of its loss first.
                    await Task.Delay(100);
                    return Answers.Assigned(request, from: 7);
                default:
                    return Answers.Interfaces(Answers.Interface("eni-a", "InUse", "i-a", "10.0.0.7"));
            }
        }));
        var release = scripted.Cloud.ReleaseAsync("eni-a", [Cidr.Parse("10.0.0.7/32")]);
        await released.Task;
        Assert.Equal("10.0.0.7/32", (await scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 1))[0].ToString());
        await release;
        Assert.Single(scripted.Server.Seen, request => request.Action == "UnassignPrivateIpAddresses");
    }

    [Fact]
    public async Task While_a_release_is_in_doubt_nothing_is_assigned_to_its_ENI()
    {
        var releases = 0;
        using var scripted = new ScriptedCloud(new ScriptedServer((request, _) => request.Action switch
        {
            "UnassignPrivateIpAddresses" => Interlocked.Increment(ref releases) < 8 ? Answers.Lost() : Answers.Done,
            "AssignPrivateIpAddresses" => Answers.Assigned(request),
            _ => Answers.Interfaces(Answers.Interface("eni-a", "InUse", "i-a", "10.0.0.7")),
        }));
        var release = scripted.Cloud.ReleaseAsync("eni-a", [Cidr.Parse("10.0.0.7/32")]);
        while (Volatile.Read(ref releases) < 3)
        {
            await Task.Delay(1);
        }

        await Task.WhenAll(release, scripted.Cloud.AssignAsync("eni-a", AddressKind.Address4, 1), scripted.Cloud.AssignAsync("eni-b", AddressKind.Address4, 1));
        var order = scripted.Server.Seen.Where(request => request.Action.StartsWith("Assign") || request.Action.StartsWith("Unassign")).ToList();
        var mine = order.FindIndex(request => request.Action.StartsWith("Assign") && request.Query["NetworkInterfaceId"] == "eni-a");
        Assert.True(mine > order.FindLastIndex(request => request.Action.StartsWith("Unassign")));
    }

    [Fact]
    public async Task A_cloud_that_says_500_may_have_done_it()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((request, _) => request.Action == "AttachNetworkInterface"
            ? ScriptedServer.Refusal("InternalError", 500)
            : Answers.Interfaces(Answers.Interface("eni-a", "Attaching", "i-a"))));
        await scripted.Cloud.AttachInterfaceAsync("eni-a", "i-a");
        Assert.Equal(["AttachNetworkInterface", "DescribeNetworkInterfaces"], scripted.Server.Seen.Select(request => request.Action));
    }

    [Fact]
    public async Task A_release_is_over_when_the_cloud_knows_no_such_address_whatever_descriptions_say()
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((request, index) => request.Action == "DescribeNetworkInterfaces"
            ? Answers.Interfaces(Answers.Interface("eni-a", "InUse", "i-a", "10.0.0.7"))
            : index == 1 ? Answers.Lost() : ScriptedServer.Refusal("InvalidIp.IpUnassigned", 403)));
        await scripted.Cloud.ReleaseAsync("eni-a", [Cidr.Parse("10.0.0.7/32")]);
        Assert.True((await Assert.ThrowsAsync<CloudException>(() => scripted.Cloud.ReleaseAsync("eni-a", [Cidr.Parse("10.0.0.5/32")]))).IsNotFound);
    }

    [Fact]
    public async Task A_host_whose_clock_is_wrong_learns_the_clouds()
    {
        var theirs = DateTimeOffset.UtcNow - TimeSpan.FromHours(3);
        using var scripted = new ScriptedCloud(new ScriptedServer((request, index) =>
        {
            var answer = index == 1 ? ScriptedServer.Refusal("InvalidTimeStamp.Expired") : Answers.Interfaces();
            answer.Headers.Date = theirs;
            return answer;
        }));
        Assert.Null(await scripted.Cloud.FindInterfaceAsync("eni-a"));
        Assert.Null(await scripted.Cloud.FindInterfaceAsync("eni-a"));
        var times = scripted.Server.Seen.Select(request => DateTimeOffset.Parse(request.Headers["x-acs-date"])).ToArray();
        Assert.Equal(3, times.Length);
        Assert.All(times[1..], time => Assert.InRange((time - theirs).TotalSeconds, -2, 10));
    }

    [Fact]
    public async Task Expired_credentials_are_fetched_anew_once()
    {
        var source = new FixedSource(FixedSource.WithToken, FixedSource.WithToken with { AccessKeyId = "STS.fresh" });
        using var scripted = new ScriptedCloud(
            new ScriptedServer((request, _) => request.Headers["x-acs-accesskey-id"] == "STS.fresh" ? Answers.Interfaces() : ScriptedServer.Refusal("InvalidSecurityToken.Expired", 403)), source);
        Assert.Null(await scripted.Cloud.FindInterfaceAsync("eni-a"));
        Assert.Equal(2, source.Reads);
    }

    [Theory]
    [InlineData("SignatureDoesNotMatch", 400)]
    [InlineData("InvalidAccessKeyId.NotFound", 404)]
    [InlineData("InvalidSecurityToken.Expired", 403)]
    public async Task Wrong_keys_are_no_reason_to_go_on(string code, int status)
    {
        using var scripted = new ScriptedCloud(new ScriptedServer((_, _) => ScriptedServer.Refusal(code, status)));
        var error = await Assert.ThrowsAsync<CloudException>(() => scripted.Cloud.ListVSwitchesAsync("vpc-lab"));
        Assert.True(error.IsCredentialsRefused);
        Assert.Single(scripted.Server.Seen);
    }

    [Fact]
    public async Task Without_credentials_nothing_is_sent_and_the_error_names_who_was_asked()
    {
        var chain = new CredentialChain(new KeyFileSource(null), new EnvironmentSource(_ => null));
        using var scripted = new ScriptedCloud(new ScriptedServer((_, _) => Answers.Done), chain);
        var error = await Assert.ThrowsAsync<CloudException>(() => scripted.Cloud.DeleteInterfaceAsync("eni-a"));
        Assert.True(error.IsCredentialsRefused);
        Assert.Contains("key files: no folder is named; environment: ALIBABA_CLOUD_ACCESS_KEY_ID is not set", error.Message);
        Assert.Empty(scripted.Server.Seen);
    }
}
