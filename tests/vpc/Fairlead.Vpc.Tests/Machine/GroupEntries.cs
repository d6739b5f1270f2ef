using Fairlead.Model.Addresses;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Machine;
using Fairlead.Vpc.Tests.Packets;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Machine;

/// <summary>Rules in a security group: what is taken, what is refused, and with which words of the API reference.</summary>
public sealed class GroupEntries
{
    private static readonly SecurityGroupRule Web = new(RuleDirection.Ingress, RuleProtocol.Tcp, new PortRange(80, 80), Cidr.Parse("10.0.0.0/8"));

    private readonly string _group;
    private readonly string _other;
    private CloudState _state = CloudSeed.Of(FabricWorld.Walkthrough, new CloudSettings { GroupRuleQuota = 30 }, CloudTime.Start);

    public GroupEntries() => (_group, _other) = (Made("web"), Made("db"));

    public static TheoryData<SecurityGroupRule, string, int> Wrong => new()
    {
        { Web with { Peer = null }, "MissingParameter.Source", 400 },
        { Web with { Peer = null, Direction = RuleDirection.Egress }, "MissingParameter.Dest", 400 },
        { Web with { Peer = Cidr.Parse("10.0.0.1/8") }, "InvalidSourceCidrIp.Malformed", 400 },
        { Web with { Peer = Cidr.Parse("10.0.0.1/8"), Direction = RuleDirection.Egress }, "InvalidDestCidrIp.Malformed", 400 },
        { Web with { Peer = null, PeerGroup = "sg-none" }, "InvalidSourceGroupId.NotFound", 404 },
        { Web with { Peer = null, PeerGroup = "sg-none", Direction = RuleDirection.Egress }, "InvalidDestGroupId.NotFound", 404 },
        { Web with { Peer = null, PeerGroup = "itself" }, "InvalidParamter.Conflict", 403 },
        { Web with { Peer = null, PeerGroup = "itself", Direction = RuleDirection.Egress }, "InvalidSecurityGroup.IsSame", 403 },
        { Web with { Priority = 101 }, "InvalidPriority.ValueNotSupported", 400 },
        { Web with { Priority = 0 }, "InvalidPriority.ValueNotSupported", 400 },
        { Web with { Ports = new PortRange(90, 80) }, "InvalidIpPortRange.Malformed", 400 },
        { Web with { Protocol = RuleProtocol.Icmp }, "InvalidIpPortRange.Malformed", 400 },
        { Web with { Description = "http://x" }, "InvalidSecurityGroupDiscription.Malformed", 400 },
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void A_wrong_rule_is_refused_and_so_are_all_with_it(SecurityGroupRule rule, string code, int status)
    {
        var (_, error) = Authorize(null, Web, rule with { PeerGroup = rule.PeerGroup == "itself" ? _group : rule.PeerGroup });
        Assert.Equal((code, status), (error!.Code, error.Status));
        Assert.Empty(_state.SecurityGroups[_group].Rules);
    }

    [Fact]
    public void The_same_rule_is_there_once_and_leaves_by_what_it_says_or_by_its_id()
    {
        Authorize(null, Web, Web with { Priority = 2 });
        Authorize(null, Web with { Description = "the same" });
        var rules = _state.SecurityGroups[_group].Rules;
        Assert.Equal(2, rules.Length);
        Assert.All(rules, rule => Assert.StartsWith("sgr-", rule.Id, StringComparison.Ordinal));

        Assert.Null(Do(new RevokeSecurityGroup { RegionId = CloudSeed.Region, SecurityGroupId = _group, Rules = [Web, Web with { Priority = 50 }] }).Error);
        Assert.Equal("InvalidSecurityGroupRuleId.NotFound", Do(new RevokeSecurityGroup { RegionId = CloudSeed.Region, SecurityGroupId = _group, RuleIds = [rules[1].Id], Direction = RuleDirection.Egress }).Error!.Code);
        Assert.Null(Do(new RevokeSecurityGroup { RegionId = CloudSeed.Region, SecurityGroupId = _group, RuleIds = [rules[1].Id] }).Error);
        Assert.Empty(_state.SecurityGroups[_group].Rules);
    }

    [Fact]
    public void Quotas_hold_for_a_call_as_a_whole()
    {
        var many = Enumerable.Range(1, 31).Select(priority => Web with { Priority = priority }).ToArray();
        Assert.Equal(("AuthorizationLimitExceed", 403), (Authorize(null, many).Error!.Code, Authorize(null, many).Error!.Status));
        var peers = Enumerable.Range(1, 21).Select(priority => Web with { Peer = null, PeerGroup = _other, Priority = priority }).ToArray();
        Assert.Equal("AuthorizedGroupRule.LimitExceed", Authorize(null, peers).Error!.Code);
        Assert.Null(Authorize(null, peers[..20]).Error);
        Assert.Equal("DependencyViolation", Do(new DeleteSecurityGroup { RegionId = CloudSeed.Region, SecurityGroupId = _other }).Error!.Code);
    }

    [Fact]
    public void One_token_serves_both_directions_for_they_are_two_actions()
    {
        Assert.Null(Authorize("token", Web).Error);
        Assert.Null(Authorize("token", Web with { Direction = RuleDirection.Egress }).Error);
        Assert.Equal("IdempotentParameterMismatch", Authorize("token", Web with { Priority = 9 }).Error!.Code);
        Assert.Equal(2, _state.SecurityGroups[_group].Rules.Length);
    }

    private (CloudReply? Reply, CloudError? Error) Authorize(string? token, params SecurityGroupRule[] rules) =>
        Do(new AuthorizeSecurityGroup { RegionId = CloudSeed.Region, SecurityGroupId = _group, Rules = rules, ClientToken = token });

    private string Made(string name) =>
        ((CreatedReply)Do(new CreateSecurityGroup { RegionId = CloudSeed.Region, VpcId = CloudSeed.Vpc, SecurityGroupName = name }).Reply!).Id;

    private (CloudReply? Reply, CloudError? Error) Do(CloudChange call)
    {
        var step = CloudMachine.Change(_state, call, CloudTime.Start);
        _state = step.Next;
        return (step.Reply, step.Error);
    }
}
