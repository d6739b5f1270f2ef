using Fairlead.Model.Addresses;

namespace Fairlead.Cloud;

/// <summary>A host of the cloud.</summary>
/// <param name="Type"><c>ecs.g7.xlarge</c> and the like: <see cref="ICloudNetwork.FindLimitsAsync"/> knows what it can have.</param>
/// <param name="HostName">What it calls itself.</param>
/// <param name="Status">As the cloud writes it, <c>Running</c>.</param>
public sealed record CloudInstance(string Id, string Name, string HostName, string Type, string Zone, string Vpc, string VSwitch, string Status)
{
    /// <summary>Primary addresses of its NICs, in the order that the cloud lists them.</summary>
    public IReadOnlyList<InetAddress> Addresses { get; init; } = [];

    public IReadOnlyList<string> SecurityGroups { get; init; } = [];

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}

/// <summary>Which instances are listed: those for which all that is given holds. Null and empty: any.</summary>
public sealed record InstanceFilter
{
    public IReadOnlyList<string> Ids { get; init; } = [];

    /// <summary>Private IPv4 addresses, of which an instance must have one.</summary>
    public IReadOnlyList<InetAddress> Addresses { get; init; } = [];

    public string? Name { get; init; }

    public string? Vpc { get; init; }
}

/// <summary>What an instance of a type can have.</summary>
/// <param name="Interfaces">ENIs with a NIC of their own, the primary one among them.</param>
/// <param name="AllInterfaces">The same and members.</param>
/// <param name="Addresses4PerInterface">The primary address among them.</param>
/// <param name="NetworkCards">1 where the cloud does not say.</param>
public sealed record InstanceLimits(string Type, int Interfaces, int AllInterfaces, int Addresses4PerInterface, int Addresses6PerInterface, bool Trunks, int NetworkCards)
{
    /// <summary>ENIs that a trunk of such an instance can carry.</summary>
    public int Members => Trunks ? Math.Max(0, AllInterfaces - Interfaces) : 0;
}
