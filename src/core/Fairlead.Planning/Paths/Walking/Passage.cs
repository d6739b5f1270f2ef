using Fairlead.Model.Kernel.Observed;
using Fairlead.Planning.Paths.Packets;

namespace Fairlead.Planning.Paths.Walking;

/// <summary>How a packet leaves a namespace: stopped, delivered to a socket, or sent out.</summary>
internal sealed record Passage
{
    public PathStop? Stop { get; private init; }

    /// <summary>Where it goes out; null where it is delivered here.</summary>
    public ObservedLink? Output { get; private init; }

    public Packet? Packet { get; private init; }

    public static Passage Stopped(PathStop stop) => new() { Stop = stop };

    public static Passage Delivered(Packet packet) => new() { Packet = packet };

    public static Passage Sent(ObservedLink output, Packet packet) => new() { Output = output, Packet = packet };
}
