using Fairlead.Model.Kernel;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Packets.Planning;

/// <summary>A port that is plugged in, with what only the packet face knows of it.</summary>
/// <param name="Index">Interface index of the fabric's end.</param>
/// <param name="InterfaceName">Name of the host's end.</param>
/// <param name="Interface">Null for a host outside.</param>
public sealed record PluggedPort(Port Port, int Index, string InterfaceName, NetworkInterface? Interface, OutsideHost? Outside)
{
    // IFNAMSIZ is 16 with the final NUL.
    private const int LongestName = 15;

    /// <summary>The fabric's end: named as the port where that fits, so that `ip link` in the fabric reads like the topology.</summary>
    public LinkKey Link => new(Netns.Node, Port.Id.Length <= LongestName ? Port.Id : $"port{Index}");

    /// <summary>Index of the trunk's wire that carries a member's packets, tagged; null for a port that has a wire of its own.</summary>
    public int? TrunkIndex { get; init; }

    /// <summary>Made by a program before this one: its other end is wherever the host has moved it, and is left alone.</summary>
    public bool IsAdopted { get; init; }

    public bool IsChecked => Interface is null or { SourceDestinationCheck: true };
}
