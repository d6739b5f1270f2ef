using Fairlead.Model.Addresses;

namespace Fairlead.Model.Kernel;

/// <summary>A link and where it lives. Names are unique in a namespace; indexes are too, and none is used twice within one boot.</summary>
public readonly record struct LinkKey(Netns Netns, string Name)
{
    public override string ToString() => $"{Netns}/{Name}";
}

/// <summary>A veth pair of ours, or a link of another kind. The pair is one row: the kernel makes and destroys both ends together.</summary>
public sealed record LinkRow
{
    public required LinkKey Key { get; init; }

    /// <summary>Explicit interface index, so that keys and routes that name it can be written in the same batch.</summary>
    public required int Index { get; init; }

    public required MacAddress Mac { get; init; }

    /// <summary>Octets of layer 3 in a frame.</summary>
    public required int Mtu { get; init; }

    /// <summary>IFLA_GROUP.</summary>
    public uint Group { get; init; }

    /// <summary>IFLA_IFALIAS: how a restarted agent knows the link as ours, <c>fairlead:&lt;attachment&gt;</c>.</summary>
    public string Alias { get; init; } = "";

    public bool Up { get; init; } = true;

    /// <summary>The other end, born in the pod's namespace (moving it there takes 300 ms under load).</summary>
    public VethPeer? Peer { get; init; }

    /// <summary>What it is; null for a veth pair.</summary>
    public LinkKind? Kind { get; init; }

    public override string ToString() =>
        $"{Key} index {Index} mac {Mac} mtu {Mtu} group {Group}" + (Alias.Length == 0 ? "" : $" alias {Alias}") +
        (Up ? " up" : " down") + (Peer is null ? "" : $" peer {Peer}") + (Kind is null ? "" : $" {Kind}");
}

/// <summary>The pod's end of a veth pair.</summary>
public sealed record VethPeer
{
    public required LinkKey Key { get; init; }

    public required MacAddress Mac { get; init; }

    public required int Mtu { get; init; }

    public bool Up { get; init; } = true;

    public override string ToString() => $"{Key} mac {Mac} mtu {Mtu} {(Up ? "up" : "down")}";
}
