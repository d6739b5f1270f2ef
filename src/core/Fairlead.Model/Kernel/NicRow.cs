using Fairlead.Model.Addresses;

namespace Fairlead.Model.Kernel;

/// <summary>
/// How a link should be that the cloud gave the node and that is known by its MAC: up, and marked as ours. It is never made and
/// never deleted; when it is wished no longer, only the mark goes.
/// </summary>
public sealed record NicRow
{
    /// <summary>The name that it has now.</summary>
    public required LinkKey Key { get; init; }

    public required MacAddress Mac { get; init; }

    /// <summary>Octets of layer 3 in a frame.</summary>
    public required int Mtu { get; init; }

    /// <summary>IFLA_IFALIAS: <c>fairlead-eni:&lt;id&gt;</c>.</summary>
    public required string Alias { get; init; }

    /// <summary>Up, and no port of somebody's bridge.</summary>
    public bool Up { get; init; } = true;

    public override string ToString() => $"{Key} mac {Mac} mtu {Mtu} alias {Alias} {(Up ? "up" : "down")}";
}
