namespace Fairlead.Vpc.Topology;

/// <summary>An ECS host.</summary>
/// <param name="Id"><c>i-…</c>, unique.</param>
/// <param name="Name">Unique too: users say this.</param>
/// <param name="Type"><c>ecs.g7.xlarge</c> and the like.</param>
/// <param name="PrimaryInterface">Id of the ENI that it was born with.</param>
public sealed record Instance(string Id, string Name, string Type, string PrimaryInterface);
