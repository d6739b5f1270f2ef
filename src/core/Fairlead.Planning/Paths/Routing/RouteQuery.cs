using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Model.Kernel.Observed;

namespace Fairlead.Planning.Paths.Routing;

/// <summary>What the kernel asks its rules and tables.</summary>
/// <param name="Source">Null while the sender has not chosen one.</param>
/// <param name="InputLink">Name of the link it came in at; <c>lo</c> for what the host itself sends.</param>
internal sealed record RouteQuery(InetAddress? Source, InetAddress Destination, string InputLink, uint Mark)
{
    /// <summary>Restricts the answer to routes by this link, 0 for any.</summary>
    public int OutputLink { get; init; }
}

/// <summary>The rule and the route that answered.</summary>
internal sealed record RouteAnswer
{
    public ObservedRule? Rule { get; init; }

    /// <summary>Null where no table has one, or a rule itself said no.</summary>
    public ObservedRoute? Route { get; init; }

    /// <summary><see cref="RouteType.Unspecified"/> for no route at all.</summary>
    public RouteType Type { get; init; }

    /// <summary>Why this cannot be relied on; null where it can.</summary>
    public string? Doubt { get; init; }

    public InetAddress NextHop(InetAddress destination) => Route?.Gateway ?? destination;
}
