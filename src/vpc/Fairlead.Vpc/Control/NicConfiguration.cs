using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Control;

/// <summary>What DHCP and router advertisements would tell a host about its NIC; the fabric itself configures nothing in hosts.</summary>
/// <param name="Addresses">With the prefix lengths of the vSwitch's ranges; single addresses for hosts outside.</param>
/// <param name="Gateway">Default gateway, on the link: the fabric answers for it.</param>
/// <param name="Gateway6">Null where the port has no IPv6 address.</param>
public sealed record NicConfiguration(
    string Port, string InterfaceName, MacAddress Mac, int Mtu, IReadOnlyList<Cidr> Addresses, InetAddress Gateway, InetAddress? Gateway6 = null)
{
    /// <summary>The fabric's own link-local address, what a kernel makes of its MAC.</summary>
    public static readonly InetAddress FabricLinkLocal = InetAddress.Parse("fe80::ecff:ffff:feff:ffff");

    /// <exception cref="ArgumentException">The port does not exist or is not attached.</exception>
    public static NicConfiguration Of(VpcState state, string name)
    {
        var port = state.FindPort(name) ?? throw new ArgumentException($"no port {name}", nameof(name));
        var eni = state.Interfaces.GetValueOrDefault(port.Id);
        var vSwitch = eni is null ? null : state.VSwitches[eni.VSwitch];
        var addresses = port.Addresses.Select(address => new Cidr(address, LengthOf(vSwitch, address))).ToList();
        return new NicConfiguration(
            port.Id, state.Attachments[port.Id].InterfaceName, port.Mac, port.Mtu, addresses,
            vSwitch?.Gateway ?? InetAddress.Parse("169.254.0.1"),
            port.Addresses.Any(address => address.IsV6) ? FabricLinkLocal : null);
    }

    private static int LengthOf(VSwitch? vSwitch, InetAddress address) => vSwitch is null
        ? address.BitLength
        : address.IsV6 ? vSwitch.Cidr6!.Value.Length : vSwitch.Cidr.Length;
}
