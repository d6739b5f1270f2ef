using Fairlead.Model.Addresses;

namespace Fairlead.Model.Kernel;

/// <summary>What the kernel tells routes apart by (besides type of service, which we never set).</summary>
public readonly record struct RouteKey(Netns Netns, uint Table, Cidr Destination, uint Metric)
{
    public override string ToString() => $"{Netns} {Destination} table {Table}" + (Metric == 0 ? "" : $" metric {Metric}");
}

/// <summary>rtm_scope of include/uapi/linux/rtnetlink.h.</summary>
public enum RouteScope : byte
{
    Universe = 0,
    Link = 253,
    Host = 254,
}

/// <summary>A route of ours, or somebody else's on a link where nothing but ours may be.</summary>
public sealed record RouteRow
{
    public required RouteKey Key { get; init; }

    /// <summary>Unicast, or <see cref="RouteType.Unreachable"/> for what must not leave by another route.</summary>
    public RouteType Type { get; init; } = RouteType.Unicast;

    /// <summary>Where it leads; <c>lo</c> for one that leads nowhere, as IPv6 reports it.</summary>
    public required LinkKey Link { get; init; }

    public InetAddress? Gateway { get; init; }

    /// <summary>RTNH_F_ONLINK: the gateway is on the link although no prefix says so.</summary>
    public bool OnLink { get; init; }

    public RouteScope Scope { get; init; } = RouteScope.Universe;

    public InetAddress? PreferredSource { get; init; }

    /// <summary>rtm_protocol: whose it is.</summary>
    public byte Protocol { get; init; } = OurMark.RouteProtocol;

    public override string ToString() =>
        (Type == RouteType.Unicast ? "" : $"{Type.ToString().ToLowerInvariant()} ") + $"{Key}" + (Gateway is { } gateway ? $" via {gateway}" : "") + $" dev {Link.Name}" + (OnLink ? " onlink" : "") +
        (Scope == RouteScope.Universe ? "" : $" scope {Scope.ToString().ToLowerInvariant()}") +
        (PreferredSource is { } source ? $" src {source}" : "") + (Protocol == OurMark.RouteProtocol ? "" : $" proto {Protocol}");
}
