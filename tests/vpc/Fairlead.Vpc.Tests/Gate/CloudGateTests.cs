using Fairlead.Testing.Clocks;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Faults;
using Fairlead.Vpc.Gate;
using Fairlead.Vpc.Tests.Cloud;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Gate;

/// <summary>What a caller sees of a cloud whose script is in use.</summary>
public sealed class CloudGateTests : IDisposable
{
    private readonly ManualClock _clock = new();
    private readonly EmulatedCloud _cloud;
    private readonly CloudGate _gate;

    public CloudGateTests()
    {
        _cloud = new EmulatedCloud(SmallCloud.State(), _clock);
        _gate = new CloudGate(_cloud, _clock);
    }

    public void Dispose()
    {
        _gate.Dispose();
        _cloud.Dispose();
    }

    [Theory]
    [InlineData("Throttling", 400)]
    [InlineData("Throttling.User", 400)]
    [InlineData("Throttling.Api", 400)]
    [InlineData("InvalidVSwitchId.IpNotEnough", 403)]
    [InlineData("QuotaExceeded.PrivateIpAddress", 403)]
    [InlineData("EniPerInstanceLimitExceeded", 403)]
    [InlineData("Operation.Conflict", 403)]
    [InlineData("InternalError", 500)]
    [InlineData("ServiceUnavailable", 503)]
    public void An_error_is_answered_and_nothing_is_done(string code, int status)
    {
        Use($"faults: [{{action: CreateNetworkInterface, calls: 1, error: {code}}}]");
        var refused = Call(SmallCloud.Create());
        Assert.Equal((code, status), (refused.Error!.Code, refused.Error.Status));
        Assert.Equal(2, _cloud.State.Interfaces.Count);
        Assert.NotNull(Call(SmallCloud.Create()).Reply);
    }

    [Fact]
    public void An_answer_that_is_lost_before_leaves_nothing_and_one_that_is_lost_after_leaves_all()
    {
        Use("faults: [{action: CreateNetworkInterface, calls: 1, answer: lost-before}, {action: CreateNetworkInterface, calls: 2, answer: lost-after}]");
        Assert.Equal(CloudAnswer.Lost, Call(SmallCloud.Create(token: "t")));
        Assert.Equal(2, _cloud.State.Interfaces.Count);
        Assert.Equal(CloudAnswer.Lost, Call(SmallCloud.Create(token: "t")));
        Assert.Equal(3, _cloud.State.Interfaces.Count);
        Assert.NotNull(Call(SmallCloud.Create(token: "t")).Reply);
        Assert.Equal(3, _cloud.State.Interfaces.Count);
    }

    [Fact]
    public async Task A_slow_answer_takes_its_time_and_is_done_at_once()
    {
        Use("faults: [{action: CreateNetworkInterface, delay: 4s}]");
        var answer = _gate.CallAsync("a", SmallCloud.Create(), TestContext.Current.CancellationToken).AsTask();
        Assert.Equal(3, _cloud.State.Interfaces.Count);
        _clock.Advance(TimeSpan.FromSeconds(3.9));
        Assert.False(answer.IsCompleted);
        _clock.Advance(TimeSpan.FromSeconds(0.2));
        Assert.NotNull((await answer).Reply);
    }

    [Fact]
    public void Rules_choose_by_parameter_by_time_and_by_number()
    {
        var (one, other) = (_cloud.Created(SmallCloud.Create()), _cloud.Created(SmallCloud.Create()));
        Use($"faults: [{{match: {{NetworkInterfaceId: {one}}}, from: 10s, until: 20s, calls: every 2, error: Throttling}}]");
        Assert.Null(Assign(one));
        _clock.Advance(TimeSpan.FromSeconds(12));
        Assert.Equal([null, "Throttling", null, "Throttling"], Enumerable.Range(0, 4).Select(_ => Assign(one)));
        Assert.Null(Assign(other));
        Assert.NotNull(Call(SmallCloud.Describe(other, one)).Reply);
        Assert.NotNull(Call(SmallCloud.Describe(other, one)).Error);
        _clock.Advance(TimeSpan.FromSeconds(8));
        Assert.Equal([null, null], Enumerable.Range(0, 2).Select(_ => Assign(one)));
    }

    [Fact]
    public void Chance_is_the_same_with_the_same_seed()
    {
        var runs = new[] { 3, 3, 4 }.Select(seed =>
        {
            Use($"{{seed: {seed}, faults: [{{probability: 0.3, error: Throttling}}]}}");
            return string.Concat(Enumerable.Range(0, 200).Select(_ => Call(SmallCloud.Describe()).Error is null ? '.' : 'x'));
        }).ToList();
        Assert.Equal(runs[0], runs[1]);
        Assert.NotEqual(runs[0], runs[2]);
        Assert.InRange(runs[0].Count(answer => answer == 'x'), 40, 80);
    }

    [Fact]
    public void A_description_may_be_behind_by_a_rule_alone()
    {
        Use("faults: [{action: DescribeNetworkInterfaces, lag: 5s}]");
        _clock.Advance(TimeSpan.FromSeconds(10));
        var eni = _cloud.Created(SmallCloud.Create());
        _clock.Advance(TimeSpan.FromSeconds(4));
        Assert.Empty(Interfaces(eni));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Single(Interfaces(eni));
    }

    [Fact]
    public void An_interface_vanishes_and_a_user_edits_at_their_times()
    {
        var eni = _cloud.Created(SmallCloud.Create(name: "mine"));
        Use("events: [{at: 5s, vanish: mine}, {at: 7s, call: CreateNetworkInterface, with: {VSwitchId: vsw-b, SecurityGroupId: sg-default}}]");
        _clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.True(_cloud.State.Interfaces.ContainsKey(eni));
        _clock.Advance(TimeSpan.FromSeconds(0.1));
        Assert.False(_cloud.State.Interfaces.ContainsKey(eni));
        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Single(_cloud.State.Interfaces.Values, found => found.VSwitch == "vsw-b");
    }

    [Fact]
    public void A_new_script_ends_what_was_to_come_and_its_settings()
    {
        var eni = _cloud.Created(SmallCloud.Create());
        Use($"{{settings: {{attach: 9s}}, events: [{{at: 5s, vanish: {eni}}}]}}");
        Assert.Equal(DelayRange.Seconds(9, 9), _cloud.State.Settings.Attach);
        _gate.Use(FaultScript.None);
        _clock.Advance(TimeSpan.FromSeconds(10));
        Assert.True(_cloud.State.Interfaces.ContainsKey(eni));
        Assert.Equal(DelayRange.None, _cloud.State.Settings.Attach);
    }

    [Fact]
    public void Limits_are_a_scripts_setting_too()
    {
        Use("settings: {rateLimits: {CreateNetworkInterface: 2}}");
        Assert.Equal([null, null, "Throttling.User"], Enumerable.Range(0, 3).Select(_ => Call(SmallCloud.Create()).Error?.Code));
        Assert.Null(Call(SmallCloud.Describe()).Error);
    }

    private void Use(string script) => _gate.Use(FaultScriptReader.Read(script, "faults.yaml"));

    private string? Assign(string eni) => Call(SmallCloud.Assign(eni, 1)).Error?.Code;

    private IReadOnlyList<NetworkInterface> Interfaces(string eni) => Assert.IsType<PageReply<NetworkInterface>>(Call(SmallCloud.Describe(eni)).Reply).Items;

    private CloudAnswer Call(CloudCall call)
    {
        var answer = _gate.CallAsync("a", call, TestContext.Current.CancellationToken);
        Assert.True(answer.IsCompleted);
        return answer.Result;
    }
}
