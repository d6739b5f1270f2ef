using Fairlead.Model.Addresses;

namespace Fairlead.Model.Pods;

/// <summary>Transport protocols that a port can belong to, with IANA's numbers.</summary>
public enum Transport : byte
{
    Tcp = 6,
    Udp = 17,
    Sctp = 132,
}

/// <summary>A port of the node that leads to a port of the pod.</summary>
/// <param name="HostIp">The one address of the node it is bound to; null for every local address of both families.</param>
public sealed record HostPort(Transport Transport, ushort Port, ushort PodPort, InetAddress? HostIp)
{
    /// <summary>The one address that it is bound to; null for all, also where somebody wrote 0.0.0.0 or :: for that.</summary>
    public InetAddress? BoundTo => HostIp is { Bits: var bits } address && bits != 0 ? address : null;

    /// <summary>Whether it leads to the pod's address of this family: 0.0.0.0 is all of IPv4 and nothing of IPv6.</summary>
    public bool Serves(bool v6) => HostIp is not { } address || address.IsV6 == v6;

    public override string ToString() =>
        $"{Transport.ToString().ToLowerInvariant()} {(HostIp is { } address ? $"{address} port " : "port ")}{Port} to {PodPort}";
}
