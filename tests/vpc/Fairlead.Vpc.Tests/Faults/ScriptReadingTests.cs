using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Faults;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Faults;

public sealed class ScriptReadingTests
{
    private const string Everything = """
        seed: 7
        settings:
          attach: 3s-8s
          describeLag: 250ms
          callsPerMinute: 60
          rateLimits: {AttachNetworkInterface: 10}
        faults:
        - action: [AssignPrivateIpAddresses, AssignIpv6Addresses]
          match: {NetworkInterfaceId: eni-a}
          calls: 2-3
          error: InvalidVSwitchId.IpNotEnough
        - calls: every 10
          probability: 0.5
          from: 1m
          until: 90s
          answer: lost-after
          delay: 1.5s
        - action: "*"
          error: {code: Odd.Thing, message: Very odd., status: 418}
        events:
        - {at: 20s, vanish: any}
        - at: 30s
          call: AuthorizeSecurityGroup
          with:
            SecurityGroupId: sg-a
            Rules: [{protocol: tcp, ports: 80-90, peer: 0.0.0.0/0}]
        - at: 40s
          call: CreateNetworkInterface
          with: {VSwitchId: vsw-a, SecurityGroupIds: [sg-a], InstanceType: Trunk, Ipv4PrefixCount: 2, Tag: {creator: me}}
        """;

    private static FaultScript Script { get; } = FaultScriptReader.Read(Everything, "faults.yaml");

    [Fact]
    public void Settings_go_over_the_clouds()
    {
        var settings = Script.Settings.Over(new CloudSettings());
        Assert.Equal(DelayRange.Seconds(3, 8), settings.Attach);
        Assert.Equal(DelayRange.Seconds(0.25, 0.25), settings.DescribeLag);
        Assert.Equal(new CloudSettings().Detach, settings.Detach);
        Assert.Equal(60, settings.CallsPerMinute);
        Assert.Equal([new("AttachNetworkInterface", 10)], settings.RateLimits);
    }

    [Fact]
    public void Rules_say_which_calls_and_what_happens_to_them()
    {
        Assert.Equal(["AssignPrivateIpAddresses", "AssignIpv6Addresses"], Script.Rules[0].Actions);
        Assert.Equal(new CallCount(2, 3), Script.Rules[0].Calls);
        Assert.Equal(403, Script.Rules[0].Error!.Status);
        Assert.Equal((TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(90)), (Script.Rules[1].From, Script.Rules[1].Until));
        Assert.Equal((0.5, AnswerLoss.After, TimeSpan.FromSeconds(1.5)), (Script.Rules[1].Probability, Script.Rules[1].Loss, Script.Rules[1].Delay.Longest));
        Assert.Equal(new CloudError("Odd.Thing", "Very odd.", 418), Script.Rules[2].Error);
        Assert.Empty(Script.Rules[2].Actions);
    }

    [Fact]
    public void Events_are_calls_with_their_parameters()
    {
        Assert.Equal(new VanishEvent(TimeSpan.FromSeconds(20), ""), Script.Events[0]);
        var authorize = Assert.IsType<AuthorizeSecurityGroup>(Assert.IsType<ConsoleEvent>(Script.Events[1]).Call);
        Assert.Equal(new PortRange(80, 90), Assert.Single(authorize.Rules).Ports);
        var create = Assert.IsType<CreateNetworkInterface>(Assert.IsType<ConsoleEvent>(Script.Events[2]).Call);
        Assert.Equal(("vsw-a", InterfaceType.Trunk, 2), (create.VSwitchId, create.InstanceType, create.Ipv4PrefixCount));
        Assert.Equal(["sg-a"], create.SecurityGroupIds);
        Assert.Equal([new TagFilter("creator", "me")], create.Tag);
    }

    [Theory]
    [InlineData(1, 1, 1, "1")]
    [InlineData(2, 4, 1, "2 3 4")]
    [InlineData(3, long.MaxValue, 3, "3 6 9")]
    public void Counts_name_calls(long first, long last, long every, string among) =>
        Assert.Equal(among, string.Join(' ', Enumerable.Range(1, 10).Where(number => new CallCount(first, last, every).Includes(number))));

    [Fact]
    public void An_empty_file_changes_nothing()
    {
        var script = FaultScriptReader.Read("", "faults.yaml");
        Assert.Empty(script.Rules);
        Assert.Equal(new CloudSettings(), script.Settings.Over(new CloudSettings()));
    }
}
