using Fairlead.Model.Addresses;
using Fairlead.Planning.Paths.Packets;

namespace Fairlead.Planning.Paths.Filtering;

/// <summary>What one namespace's connection tracking knows of the one conversation that is followed.</summary>
internal sealed class Tracking(Packet begun)
{
    // enum ip_conntrack_status of include/uapi/linux/netfilter/nf_conntrack_common.h.
    private const uint SeenReply = 1 << 1;
    private const uint Confirmed = 1 << 3;
    private const uint SourceTranslated = 1 << 4;
    private const uint DestinationTranslated = 1 << 5;

    private bool _sourceSettled;
    private bool _destinationSettled;

    /// <summary>As it first came by.</summary>
    public Packet Begun { get; } = begun;

    public uint Mark { get; set; }

    /// <summary>Whether the packet at hand goes the other way.</summary>
    public bool IsAnswer { get; set; }

    public bool IsConfirmed { get; set; }

    public (InetAddress Address, ushort Port)? NewSource { get; set; }

    public (InetAddress Address, ushort Port)? NewDestination { get; set; }

    public uint Status =>
        (IsAnswer ? SeenReply : 0) | (IsConfirmed ? Confirmed : 0) | (NewSource is null ? 0 : SourceTranslated) | (NewDestination is null ? 0 : DestinationTranslated);

    /// <summary>Whether the packet comes from where the translated one went, and goes to where it came from.</summary>
    public bool IsAnsweredBy(Packet packet)
    {
        var asked = NewDestination ?? (Begun.Destination, Begun.DestinationPort);
        var asker = NewSource ?? (Begun.Source, Begun.SourcePort);
        return (packet.Source, packet.SourcePort) == asked && (packet.Destination, packet.DestinationPort) == asker;
    }

    /// <returns>True the first time: a connection is translated once in each way, or not at all.</returns>
    public bool Settle(bool isDestination)
    {
        var first = !(isDestination ? _destinationSettled : _sourceSettled);
        _destinationSettled |= isDestination;
        _sourceSettled |= !isDestination;
        return first;
    }
}
