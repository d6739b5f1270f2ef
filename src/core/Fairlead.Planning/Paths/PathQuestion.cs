using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Planning.Paths;

/// <summary>Can this namespace talk to that port?</summary>
/// <param name="From">Name of a host or pod.</param>
public sealed record PathQuestion(string From, InetAddress To, ushort Port, Transport Transport = Transport.Tcp)
{
    /// <summary>Source port of the packet in thought: the first of Linux's default range.</summary>
    public ushort SourcePort { get; init; } = 32768;

    /// <summary>Octets of layer 3.</summary>
    public int Length { get; init; } = 60;

    /// <summary>A source that the sender forces; null for the one its kernel takes.</summary>
    public InetAddress? Source { get; init; }
}
