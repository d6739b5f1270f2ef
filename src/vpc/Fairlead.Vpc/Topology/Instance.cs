using System.Collections.Immutable;

namespace Fairlead.Vpc.Topology;

/// <summary>An ECS host.</summary>
/// <param name="Id"><c>i-…</c>, unique.</param>
/// <param name="Name">Unique too: users say this.</param>
/// <param name="Type"><c>ecs.g7.xlarge</c> and the like.</param>
/// <param name="PrimaryInterface">Id of the ENI that it was born with.</param>
public sealed record Instance(string Id, string Name, string Type, string PrimaryInterface)
{
    public string Vpc { get; init; } = "";

    public string Zone { get; init; } = "";

    public string ResourceGroup { get; init; } = "";

    public string Description { get; init; } = "";

    /// <summary><c>Running</c> and the like, as the cloud writes it.</summary>
    public string Status { get; init; } = "Running";

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public DateTimeOffset Created { get; init; }
}
