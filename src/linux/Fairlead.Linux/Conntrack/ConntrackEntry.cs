using Fairlead.Model.Addresses;

namespace Fairlead.Linux.Conntrack;

/// <summary>One direction of a connection.</summary>
/// <param name="Protocol">IANA's number: 6 TCP, 17 UDP, 132 SCTP.</param>
/// <param name="SourcePort">0 for protocols without ports.</param>
public readonly record struct ConntrackTuple(
    InetAddress Source, InetAddress Destination, byte Protocol, ushort SourcePort, ushort DestinationPort);

/// <summary>A connection as the kernel tracks it: the packets that began it, and those that it expects back.</summary>
/// <param name="Key">The attributes that name the entry to the kernel, as it wrote them.</param>
public sealed record ConntrackEntry(ConntrackTuple Original, ConntrackTuple Reply, ReadOnlyMemory<byte> Key)
{
    public bool Concerns(InetAddress address) =>
        Original.Source == address || Original.Destination == address || Reply.Source == address || Reply.Destination == address;
}
