using Fairlead.Model.Addresses;
using Fairlead.Planning.Paths.Packets;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Core.Tests.Paths;

/// <summary>Delivers to hosts by their address and to ranges by routes.</summary>
internal sealed class PlainFabric : IFabric
{
    public Dictionary<string, (InetAddress Address, MacAddress Mac)> Hosts { get; } = [];

    public List<(Cidr Destination, string Host)> Routes { get; } = [];

    /// <summary>Where the fabric answers itself, on port 80.</summary>
    public InetAddress Itself { get; } = InetAddress.Parse("100.100.100.200");

    public MacAddress Mac { get; } = MacAddress.Parse("ee:ff:ff:ff:ff:ff");

    public FabricAnswer Carry(string port, Packet packet, bool isAnswer)
    {
        if (packet.Destination == Itself)
        {
            return new FabricAnswer { AnsweredBy = "the cloud", IsRefused = packet.DestinationPort != 80, Packet = packet, Because = "to the cloud" };
        }

        var host = Hosts.FirstOrDefault(host => host.Value.Address == packet.Destination).Key
            ?? Routes.FirstOrDefault(route => route.Destination.Contains(packet.Destination)).Host;
        return host is null
            ? new FabricAnswer { Packet = packet, Because = $"no route for {packet.Destination}", LacksRoute = true }
            : new FabricAnswer { Port = host, Packet = packet with { SourceMac = Mac, DestinationMac = Hosts[host].Mac }, Because = $"to {host}" };
    }
}
