using Fairlead.Model.Addresses;

namespace Fairlead.Model.Kernel.Observed;

/// <summary>A route, ours or not.</summary>
public sealed record ObservedRoute
{
    public required Cidr Destination { get; init; }

    public required uint Table { get; init; }

    public required RouteType Type { get; init; }

    public uint Metric { get; init; }

    public int LinkIndex { get; init; }

    public InetAddress? Gateway { get; init; }

    public InetAddress? PreferredSource { get; init; }

    /// <summary>rtm_scope.</summary>
    public byte Scope { get; init; }

    /// <summary>rtm_protocol: 2 kernel, 3 boot, 4 static, 0xF1 ours.</summary>
    public byte Protocol { get; init; }

    /// <summary>RTNH_F_* and RTM_F_*: 0x1 dead, 0x4 onlink, 0x10 linkdown, 0x200 cloned.</summary>
    public uint Flags { get; init; }

    /// <summary>Further next hops where the route has several; only the first is in the properties above.</summary>
    public int OtherNextHops { get; init; }

    public bool IsOnLink => (Flags & 0x4) != 0;

    public bool IsDead => (Flags & 0x11) != 0;

    public bool IsOurs => Protocol == OurMark.RouteProtocol;
}
