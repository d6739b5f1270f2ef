using Fairlead.Model.Addresses;
using Fairlead.Model.Pods;

namespace Fairlead.Model.Kernel.Observed;

/// <summary>A socket that takes what comes to it: a TCP listener or a bound UDP socket.</summary>
/// <param name="Address">All zeros for every address of the family; <c>::</c> usually takes IPv4 too.</param>
public sealed record ObservedSocket(Transport Transport, InetAddress Address, ushort Port)
{
    public bool Takes(Transport transport, InetAddress address, ushort port) =>
        transport == Transport && port == Port
        && (Address == address || (Address.Bits == 0 && (Address.IsV6 == address.IsV6 || Address.IsV6)));
}
