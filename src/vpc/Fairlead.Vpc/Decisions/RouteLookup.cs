using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Decisions;

/// <summary>The VPC's route table: the system's routes to what is plugged in, then custom entries by the longest prefix.</summary>
public sealed class RouteLookup(VpcState state)
{
    /// <returns>The port it goes out at and the destination of the entry; null where none leads on.</returns>
    public (Port To, Cidr Route)? Find(InetAddress destination)
    {
        if (Attached().FirstOrDefault(port => port.Owns(destination)) is { } owner)
        {
            return (owner, owner.Addresses.Contains(destination) ? destination.ToCidr() : owner.Prefixes.First(prefix => prefix.Contains(destination)));
        }

        // The system routes every vSwitch's range to the vSwitch: a custom entry that contains it cannot lead its addresses elsewhere.
        if (state.IsInVSwitch(destination))
        {
            return null;
        }

        // An entry whose next hop is not there is a black hole: it hides shorter ones.
        return Entry(destination) is { } entry && Attached().FirstOrDefault(port => port.Id == entry.NextHop) is { } nextHop
            ? (nextHop, entry.Destination)
            : null;
    }

    /// <summary>The longest entry that holds the destination, whether its next hop is there or not.</summary>
    public RouteEntry? Entry(InetAddress destination) =>
        state.Routes.Where(route => route.Destination.Contains(destination)).MaxBy(route => route.Destination.Length);

    public bool IsUnassigned(InetAddress destination) => state.IsInVSwitch(destination);

    private IEnumerable<Port> Attached() => state.Ports.Where(port => state.IsAttached(port.Id));
}
