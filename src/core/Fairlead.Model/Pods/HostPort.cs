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
public sealed record HostPort(Transport Transport, ushort Port, ushort PodPort, InetAddress? HostIp);
