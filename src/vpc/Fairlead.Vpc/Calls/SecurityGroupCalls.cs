using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Calls;

public sealed record CreateSecurityGroup : CloudChange
{
    public required string VpcId { get; init; }

    public string SecurityGroupName { get; init; } = "";

    public string Description { get; init; } = "";

    public string? ResourceGroupId { get; init; }

    public IReadOnlyList<TagFilter> Tag { get; init; } = [];
}

public sealed record DeleteSecurityGroup : CloudChange
{
    public required string SecurityGroupId { get; init; }
}

/// <summary>The rules' directions say which side the action is about; AuthorizeSecurityGroupEgress gives egress rules.</summary>
public sealed record AuthorizeSecurityGroup : CloudChange
{
    public required string SecurityGroupId { get; init; }

    public required IReadOnlyList<SecurityGroupRule> Rules { get; init; }
}

public sealed record RevokeSecurityGroup : CloudChange
{
    public required string SecurityGroupId { get; init; }

    /// <summary>By what they say, or empty where <see cref="RuleIds"/> names them.</summary>
    public IReadOnlyList<SecurityGroupRule> Rules { get; init; } = [];

    public IReadOnlyList<string> RuleIds { get; init; } = [];

    public RuleDirection Direction { get; init; }
}

public sealed record DescribeSecurityGroups : CloudQuery
{
    public string? VpcId { get; init; }

    public IReadOnlyList<string> SecurityGroupIds { get; init; } = [];

    public string? SecurityGroupName { get; init; }

    public string? ResourceGroupId { get; init; }

    public IReadOnlyList<TagFilter> Tag { get; init; } = [];

    public required PageWish Page { get; init; }
}

public sealed record DescribeSecurityGroupAttribute : CloudQuery
{
    public required string SecurityGroupId { get; init; }

    /// <summary>Null: both.</summary>
    public RuleDirection? Direction { get; init; }
}
