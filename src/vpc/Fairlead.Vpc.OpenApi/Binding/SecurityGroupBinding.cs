using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.OpenApi.Binding;

/// <summary>ECS actions on security groups, from parameters to calls.</summary>
internal static class SecurityGroupBinding
{
    public static CloudCall Create(ParameterReader p)
    {
        p.Refuse("ServiceManaged");
        if (p.Text("SecurityGroupType"u8) is { } type && type != "normal")
        {
            p.Fail(Dialect.Unsupported("SecurityGroupType"));
        }

        return new CreateSecurityGroup
        {
            RegionId = p.Region(),
            ClientToken = p.Text("ClientToken"u8),
            VpcId = p.Required("VpcId"u8),
            SecurityGroupName = p.TextOrEmpty("SecurityGroupName"u8),
            Description = p.TextOrEmpty("Description"u8),
            ResourceGroupId = p.Text("ResourceGroupId"u8),
            Tag = p.Tags(),
        };
    }

    public static CloudCall Delete(ParameterReader p) => new DeleteSecurityGroup
    {
        RegionId = p.Region(),
        SecurityGroupId = p.Required("SecurityGroupId"u8),
    };

    public static CloudCall DescribeAll(ParameterReader p)
    {
        p.Refuse("FuzzyQuery", "ServiceManaged", "DryRun", "SecurityGroupType");
        var one = p.Text("SecurityGroupId"u8);
        return new DescribeSecurityGroups
        {
            RegionId = p.Region(),
            VpcId = p.Text("VpcId"u8),
            SecurityGroupIds = one is null ? p.JsonList("SecurityGroupIds"u8) : [one],
            SecurityGroupName = p.Text("SecurityGroupName"u8),
            ResourceGroupId = p.Text("ResourceGroupId"u8),
            Tag = p.Tags(),
            Page = Pages.Either(p),
        };
    }

    public static CloudCall DescribeOne(ParameterReader p) => new DescribeSecurityGroupAttribute
    {
        RegionId = p.Region(),
        SecurityGroupId = p.Required("SecurityGroupId"u8),
        Direction = p.Text("Direction"u8) switch
        {
            "egress" => RuleDirection.Egress,
            "ingress" => RuleDirection.Ingress,
            null or "all" => null,
            _ => WrongDirection(p),
        },
    };

    public static CloudCall AuthorizeIngress(ParameterReader p) => Authorize(p, RuleDirection.Ingress);

    public static CloudCall AuthorizeEgress(ParameterReader p) => Authorize(p, RuleDirection.Egress);

    public static CloudCall RevokeIngress(ParameterReader p) => Revoke(p, RuleDirection.Ingress);

    public static CloudCall RevokeEgress(ParameterReader p) => Revoke(p, RuleDirection.Egress);

    private static AuthorizeSecurityGroup Authorize(ParameterReader p, RuleDirection direction) => new()
    {
        RegionId = p.Region(),
        ClientToken = p.Text("ClientToken"u8),
        SecurityGroupId = p.Required("SecurityGroupId"u8),
        Rules = RuleBinding.Rules(p, direction),
    };

    private static RevokeSecurityGroup Revoke(ParameterReader p, RuleDirection direction)
    {
        var ids = p.List("SecurityGroupRuleId"u8);
        return new RevokeSecurityGroup
        {
            RegionId = p.Region(),
            ClientToken = p.Text("ClientToken"u8),
            SecurityGroupId = p.Required("SecurityGroupId"u8),
            RuleIds = ids,
            Rules = ids.Count > 0 ? [] : RuleBinding.Rules(p, direction),
            Direction = direction,
        };
    }

    private static RuleDirection? WrongDirection(ParameterReader p)
    {
        p.Malformed("Direction"u8);
        return null;
    }
}
