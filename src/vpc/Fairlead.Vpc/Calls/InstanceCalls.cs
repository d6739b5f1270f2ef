namespace Fairlead.Vpc.Calls;

public sealed record RunInstances : CloudChange
{
    public required string InstanceType { get; init; }

    public required string VSwitchId { get; init; }

    /// <summary>Must be the vSwitch's own; null: it is.</summary>
    public string? ZoneId { get; init; }

    public string? SecurityGroupId { get; init; }

    public IReadOnlyList<string> SecurityGroupIds { get; init; } = [];

    public int Amount { get; init; } = 1;

    public string? InstanceName { get; init; }

    public string? HostName { get; init; }

    public string Description { get; init; } = "";

    public string? PrivateIpAddress { get; init; }

    public int? Ipv6AddressCount { get; init; }

    public string? ResourceGroupId { get; init; }

    public IReadOnlyList<TagFilter> Tag { get; init; } = [];
}

public sealed record DeleteInstance : CloudChange
{
    public required string InstanceId { get; init; }

    /// <summary>Without it a running instance stays.</summary>
    public bool Force { get; init; }
}

public sealed record DescribeInstances : CloudQuery
{
    public string? VpcId { get; init; }

    public string? VSwitchId { get; init; }

    public string? ZoneId { get; init; }

    public IReadOnlyList<string> InstanceIds { get; init; } = [];

    public string? InstanceName { get; init; }

    public string? InstanceType { get; init; }

    public string? SecurityGroupId { get; init; }

    public string? ResourceGroupId { get; init; }

    public string? Status { get; init; }

    public IReadOnlyList<string> PrivateIpAddresses { get; init; } = [];

    public IReadOnlyList<TagFilter> Tag { get; init; } = [];

    public required PageWish Page { get; init; }
}

public sealed record DescribeInstanceAttribute : CloudQuery
{
    public required string InstanceId { get; init; }
}

public sealed record DescribeInstanceTypes : CloudQuery
{
    /// <summary>Empty: all that there are.</summary>
    public IReadOnlyList<string> InstanceTypes { get; init; } = [];

    public string? InstanceTypeFamily { get; init; }

    public required PageWish Page { get; init; }
}
