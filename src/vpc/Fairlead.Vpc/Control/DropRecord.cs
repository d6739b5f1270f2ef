using Fairlead.Model.Addresses;
using Fairlead.Vpc.Decisions;

namespace Fairlead.Vpc.Control;

/// <summary>Packets of one kind that the fabric dropped.</summary>
/// <param name="Port">Id of the port they came in at.</param>
/// <param name="Protocol">IP protocol number.</param>
/// <param name="DestinationPort">0 for protocols without ports.</param>
/// <param name="Packets">How many were told of; in a flood not all are, and <see cref="VpcSnapshot.Drops"/> has the true number.</param>
public sealed record DropRecord(
    DropReason Reason, string Port, InetAddress Source, InetAddress Destination, byte Protocol, int DestinationPort, long Packets, DateTimeOffset Last);
