using Fairlead.Model.Problems;
using Fairlead.Vpc.Faults;

namespace Fairlead.Vpc.Tests.Faults;

/// <summary>A wrong file of faults is told all that is wrong with it, and where.</summary>
public sealed class ScriptMistakeTests
{
    public static TheoryData<string, string> Wrong => new()
    {
        { "fault: []", "line 1, column 1: fault: no key 'fault'; did you mean faults?" },
        { "faults: [{action: AttachNetworkInterfaces, error: Throttling}]", "line 1, column 19: faults[0].action: no action 'AttachNetworkInterfaces'; did you mean AttachNetworkInterface or DetachNetworkInterface or CreateNetworkInterface?" },
        { "faults: [{error: Throtling.User}]", "line 1, column 18: faults[0].error: no error 'Throtling.User'; did you mean Throttling.User?; another is given with code, message and status" },
        { "faults: [{error: {code: Odd, status: 200}}]", "line 1, column 38: faults[0].error.status: 200 is no status of an error; those are 400 to 599" },
        { "faults: [{action: DeleteVSwitch}]", "line 1, column 10: faults[0]: does nothing; give it an error, an answer (lost-before or lost-after), a delay or a lag" },
        { "faults: [{error: Throttling, answer: lost-after}]", "line 1, column 38: faults[0].answer: cannot go with an error: what is refused is answered" },
        { "faults: [{delay: fast}]", "line 1, column 18: faults[0].delay: 'fast' is no time and no range of times; write 2s, 250ms or 3s-8s" },
        { "faults: [{delay: 8s-3s}]", "line 1, column 18: faults[0].delay: '8s-3s' is no time and no range of times; write 2s, 250ms or 3s-8s" },
        { "faults: [{delay: 1s, calls: 5-2}]", "line 1, column 29: faults[0].calls: '5-2' counts no calls; write 3, 1-5, 4- or every 10" },
        { "faults: [{delay: 1s, calls: every 0}]", "line 1, column 29: faults[0].calls: 'every 0' counts no calls; write 3, 1-5, 4- or every 10" },
        { "faults: [{delay: 1s, probability: 2}]", "line 1, column 35: faults[0].probability: '2' is not from 0 to 1; write 0.1" },
        { "faults: [{delay: 1s, from: 9s, until: 3s}]", "line 1, column 39: faults[0].until: must be later than from" },
        { "faults: [{action: DeleteVSwitch, match: {VSwitch: a}, delay: 1s}]", "line 1, column 42: faults[0].match.VSwitch: no key 'VSwitch'; did you mean VSwitchId?" },
        { "settings: {attach: 3}", "line 1, column 20: settings.attach: '3' is no time and no range of times; write 2s, 250ms or 3s-8s" },
        { "settings: {attachesInFlight: 0}", "line 1, column 30: settings.attachesInFlight: '0' is no whole number from 1" },
        { "settings: {rateLimits: {DescribeVpc: 3}}", "line 1, column 25: settings.rateLimits.DescribeVpc: no key 'DescribeVpc'; did you mean DescribeVpcs?" },
        { "events: [{at: 5s}]", "line 1, column 10: events[0]: must have either vanish, with an ENI's id or name, or call, with an action" },
        { "events: [{vanish: eni-a}]", "line 1, column 10: events[0].at: is missing; write 30s, say" },
        { "events: [{at: 5s, call: DescribeVpcs}]", "line 1, column 25: events[0].call: no action that changes something 'DescribeVpcs'; there are AssignIpv6Addresses, AssignPrivateIpAddresses, AttachNetworkInterface, AuthorizeSecurityGroup, CreateNetworkInterface, CreateRouteEntry, CreateSecurityGroup, CreateVSwitch, …" },
        { "events: [{at: 5s, call: DeleteVSwitch, with: {}}]", "line 1, column 46: events[0].with.VSwitchId: is missing: DeleteVSwitch needs it" },
        { "events: [{at: 5s, call: DeleteInstance, with: {InstanceId: i-a, Force: yes}}]", "line 1, column 72: events[0].with.Force: 'yes' is none of true, false" },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_mistake_is_told_with_its_place(string text, string said) =>
        Assert.Equal($"faults.yaml: {said}", Assert.Throws<ProblemException>(() => FaultScriptReader.Read(text, "faults.yaml")).Message);

    [Fact]
    public void All_mistakes_are_told_at_once()
    {
        const string Text = "settings: {attach: soon}\nfaults:\n- {error: Odd}\n- {delay: never}\nevents:\n- {at: 1s, vanish: a, call: b}\n";
        Assert.Equal([1, 3, 4, 6], Assert.Throws<ProblemException>(() => FaultScriptReader.Read(Text, "faults.yaml")).Problems.Select(problem => problem.Line));
    }

    [Fact]
    public void What_is_nested_without_end_is_told()
    {
        var said = Assert.Throws<ProblemException>(() => FaultScriptReader.Read(new string('[', 1_000_000), "faults.yaml")).Message;
        Assert.Contains("is nested more than 50 deep", said, StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_no_yaml_is_told_with_its_place() =>
        Assert.StartsWith("faults.yaml: line 2, column 1: (file): ", Assert.Throws<ProblemException>(() => FaultScriptReader.Read("faults: [", "faults.yaml")).Message, StringComparison.Ordinal);
}
