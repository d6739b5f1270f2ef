using Fairlead.Model.Addresses;

namespace Fairlead.Planning.Paths.World;

/// <summary>Hosts, pods, what connects them, and the fabric between: all that a prediction is made of.</summary>
public sealed record WorldSnapshot
{
    public IReadOnlyList<NetnsSnapshot> Namespaces { get; init; } = [];

    public IReadOnlyList<Wire> Wires { get; init; } = [];

    /// <summary>Null where there are no hosts but this one.</summary>
    public IFabric? Fabric { get; init; }

    public NetnsSnapshot? Find(string name) => Namespaces.FirstOrDefault(netns => netns.Name == name);

    /// <summary>Whoever has the address on one of its links, the loopback range aside.</summary>
    public NetnsSnapshot? FindOwner(InetAddress address) => Namespaces.FirstOrDefault(netns => netns.HasAddress(address));

    /// <summary>The other end of what is plugged in at a link.</summary>
    public WireEnd? OtherEnd(WireEnd end) =>
        Wires.FirstOrDefault(wire => wire.A == end)?.B ?? Wires.FirstOrDefault(wire => wire.B == end)?.A;
}

/// <summary>A veth pair, or the way from a NIC into the fabric.</summary>
public sealed record Wire(WireEnd A, WireEnd B);

/// <param name="Netns">Null for the fabric.</param>
/// <param name="Link">The link's name, or the fabric's port.</param>
public sealed record WireEnd(string? Netns, string Link)
{
    public static WireEnd Port(string port) => new(null, port);

    public bool IsFabric => Netns is null;
}
