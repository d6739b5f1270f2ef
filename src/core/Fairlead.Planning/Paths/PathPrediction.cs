using Fairlead.Model.Addresses;
using Fairlead.Planning.Paths.Packets;

namespace Fairlead.Planning.Paths;

/// <summary>What the sender will see.</summary>
public enum PathOutcome
{
    /// <summary>An answer comes back.</summary>
    Reached,

    /// <summary>Somebody says that nobody listens.</summary>
    Refused,

    /// <summary>The sender's own kernel, or a router, says that there is no way.</summary>
    Unreachable,

    /// <summary>Nothing comes back.</summary>
    Dropped,

    /// <summary>Something on the way cannot be foreseen; <see cref="PathStop.Because"/> says what.</summary>
    Unknown,
}

/// <summary>One thing that happens to a packet at one place.</summary>
/// <param name="What">A word for its kind: in, filter, nat, route, source, neighbour, out, fabric, socket.</param>
public sealed record PathStep(string What, string Text);

/// <summary>A namespace or the fabric, and what happens there.</summary>
public sealed record PathHop(string Where, IReadOnlyList<PathStep> Steps);

/// <summary>The first thing that stops a packet.</summary>
/// <param name="Remedy">What would let it through; empty where nobody can say.</param>
public sealed record PathStop(PathOutcome Outcome, string Where, string Because, string Remedy = "");

/// <summary>Whether and how a packet gets there, and its answer back.</summary>
public sealed record PathPrediction
{
    public required Packet Packet { get; init; }

    public required PathOutcome Outcome { get; init; }

    public required IReadOnlyList<PathHop> Forward { get; init; }

    /// <summary>The way of the answer; empty where nothing arrived that could be answered.</summary>
    public IReadOnlyList<PathHop> Back { get; init; } = [];

    /// <summary>Null where nothing stops it.</summary>
    public PathStop? Stop { get; init; }

    /// <summary>Whether it is the answer that is stopped.</summary>
    public bool IsAnswerStopped { get; init; }

    /// <summary>Where the packet ended; null where it did not arrive.</summary>
    public string? ArrivedAt { get; init; }

    /// <summary>The source that the other side sees; null where nothing arrives.</summary>
    public InetAddress? SeenSource { get; init; }

    /// <summary>The smallest MTU on the way there, as far as it got: what a larger packet would be cut to.</summary>
    public int PathMtu { get; init; }
}
