using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Planning.Paths.Walking;

/// <summary>What would help, where that takes a look at more than the place at which a packet stopped.</summary>
internal sealed class Remedies(WorldSnapshot world)
{
    /// <summary>The route entry that the VPC lacks for an address behind a host; null where no host has it.</summary>
    public string? MissingRoute(InetAddress destination)
    {
        foreach (var host in world.Namespaces.Where(netns => !netns.IsPod))
        {
            // Every slice of a node ends in an unreachable route of ours, which is how it is known without asking the agent.
            var slice = host.Routes.FirstOrDefault(route => route is { IsOurs: true, Type: RouteType.Unreachable } && route.Destination.Contains(destination));
            if (slice is not null)
            {
                return $"fairlead lab route add {slice.Destination} {host.Name}";
            }
        }

        return world.FindOwner(destination) is { Node: { } node } ? $"fairlead lab route add {destination.ToCidr()} {node}" : null;
    }
}
