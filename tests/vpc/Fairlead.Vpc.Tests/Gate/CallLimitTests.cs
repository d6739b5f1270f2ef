using Fairlead.Testing.Clocks;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Gate;

namespace Fairlead.Vpc.Tests.Gate;

public sealed class CallLimitTests
{
    private readonly ManualClock _clock = new();

    [Fact]
    public void A_minutes_worth_may_come_at_once_and_then_as_the_minute_goes_by()
    {
        var limits = new CallLimits(_clock);
        Assert.Equal(800, Taken(limits, "DescribeNetworkInterfaces", 1000));
        _clock.Advance(TimeSpan.FromSeconds(3));
        Assert.Equal(40, Taken(limits, "DescribeNetworkInterfaces", 1000));
        _clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(800, Taken(limits, "DescribeNetworkInterfaces", 1000));
    }

    [Fact]
    public void Actions_and_accounts_have_their_own()
    {
        var limits = new CallLimits(_clock);
        Assert.Equal(500, Taken(limits, "CreateNetworkInterface", 1000));
        Assert.Equal(300, Taken(limits, "DescribeVSwitches", 1000));
        Assert.Null(limits.Take("another", "CreateNetworkInterface", new CloudSettings()));
    }

    [Fact]
    public void Who_calls_too_often_is_told_so()
    {
        var limits = new CallLimits(_clock);
        var settings = CloudSettings.Immediate with { CallsPerMinute = 1 };
        Assert.Null(limits.Take("a", "DescribeVpcs", settings));
        Assert.Equal(("Throttling.User", 400), limits.Take("a", "DescribeVpcs", settings) is { } error ? (error.Code, error.Status) : default);
    }

    [Fact]
    public void Without_a_limit_nobody_is_refused()
    {
        var limits = new CallLimits(_clock);
        Assert.All(Enumerable.Range(0, 10_000), _ => Assert.Null(limits.Take("a", "DescribeVpcs", CloudSettings.Immediate)));
    }

    private static int Taken(CallLimits limits, string action, int calls) =>
        Enumerable.Range(0, calls).Count(_ => limits.Take("a", action, new CloudSettings()) is null);
}
