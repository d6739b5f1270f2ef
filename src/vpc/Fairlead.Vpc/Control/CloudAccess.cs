namespace Fairlead.Vpc.Control;

/// <summary>All that a program needs to know to use a running cloud.</summary>
public sealed record CloudAccess
{
    /// <summary>From the machine: <c>http://127.0.0.1:PORT</c>; null where it is reached from hosts only.</summary>
    public string? Endpoint { get; init; }

    /// <summary>From hosts of the VPC.</summary>
    public string? InsideEndpoint { get; init; }

    public required string RegionId { get; init; }

    public required string AccessKeyId { get; init; }

    public required string AccessKeySecret { get; init; }

    public required string VpcId { get; init; }

    public IReadOnlyList<string> VSwitchIds { get; init; } = [];

    public IReadOnlyList<string> SecurityGroupIds { get; init; } = [];

    public IReadOnlyList<string> InstanceIds { get; init; } = [];

    /// <summary>Never the secret: this is what reaches logs.</summary>
    public override string ToString() => $"{Endpoint} {RegionId} {AccessKeyId}";
}
