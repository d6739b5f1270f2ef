using System.Collections.Immutable;
using System.Text.Json.Serialization;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Topology;

public enum RuleDirection
{
    Ingress,
    Egress,
}

public enum RulePolicy
{
    Accept,
    Drop,
}

/// <summary>IP protocol numbers that security groups know, and <see cref="All"/>.</summary>
public enum RuleProtocol
{
    All = 0,
    Icmp = 1,
    Tcp = 6,
    Udp = 17,
    Gre = 47,
    Icmp6 = 58,
    Sctp = 132,
}

/// <summary>Both ends are included; for protocols without ports it is <see cref="All"/>.</summary>
public readonly record struct PortRange(ushort First, ushort Last)
{
    public static PortRange All => new(0, 65535);

    [JsonIgnore]
    public bool IsAll => this == All;

    public bool Contains(int port) => port >= First && port <= Last;

    public override string ToString() => IsAll ? "all ports" : First == Last ? $"port {First}" : $"ports {First}-{Last}";
}

/// <summary>What may begin a conversation. Answers and related errors are let through by state, whatever the rules say.</summary>
/// <param name="Peer">Range of the other side's addresses; null where <paramref name="PeerGroup"/> is given.</param>
/// <param name="PeerGroup">A group whose ENIs' own addresses are meant: an address of a pod behind an ENI is not one of them.</param>
public sealed record SecurityGroupRule(RuleDirection Direction, RuleProtocol Protocol, PortRange Ports, Cidr? Peer = null, string? PeerGroup = null)
{
    public RulePolicy Policy { get; init; }

    /// <summary>1 to 100; the lowest number decides, and at one number a drop goes before an accept.</summary>
    public int Priority { get; init; } = 1;

    /// <summary><c>sgr-…</c>, unique; empty for a rule that no API call made.</summary>
    public string Id { get; init; } = "";

    public string Description { get; init; } = "";

    public DateTimeOffset Created { get; init; }

    [JsonIgnore]
    public bool HasPorts => Protocol is RuleProtocol.Tcp or RuleProtocol.Udp or RuleProtocol.Sctp;

    public static SecurityGroupRule Everything(RuleDirection direction, bool v6) =>
        new(direction, RuleProtocol.All, PortRange.All, Cidr.Default(v6));

    /// <summary>Whether it does the same to packets, whatever it is called.</summary>
    public bool SaysTheSame(SecurityGroupRule other) => Direction == other.Direction && Protocol == other.Protocol && Ports == other.Ports
        && Peer == other.Peer && PeerGroup == other.PeerGroup && Policy == other.Policy && Priority == other.Priority;

    public override string ToString() =>
        $"{(Policy == RulePolicy.Drop ? "drop " : "")}{Direction.ToString().ToLowerInvariant()} {Protocol.ToString().ToLowerInvariant()}{(HasPorts ? " " + Ports : "")} " +
        $"{(Direction == RuleDirection.Ingress ? "from" : "to")} {(Peer is { } range ? range.ToString() : $"group {PeerGroup}")}";
}

/// <param name="Id"><c>sg-…</c>, unique.</param>
public sealed record SecurityGroup(string Id, string Name, ImmutableArray<SecurityGroupRule> Rules)
{
    /// <summary>
    /// A basic group of the cloud: where no rule decides, its members reach each other, and all of them send to anybody. A group that is
    /// not basic does what its rules say and nothing else.
    /// </summary>
    public bool IsBasic { get; init; }

    public string Vpc { get; init; } = "";

    public string ResourceGroup { get; init; } = "";

    public string Description { get; init; } = "";

    public ImmutableSortedDictionary<string, string> Tags { get; init; } = ImmutableSortedDictionary<string, string>.Empty;

    public DateTimeOffset Created { get; init; }

    /// <summary>The group of those that name none: everything is allowed, both ways.</summary>
    public static SecurityGroup AllowAll(string id, string name) => new(id, name,
    [
        SecurityGroupRule.Everything(RuleDirection.Ingress, false), SecurityGroupRule.Everything(RuleDirection.Ingress, true),
        SecurityGroupRule.Everything(RuleDirection.Egress, false), SecurityGroupRule.Everything(RuleDirection.Egress, true),
    ]);
}
