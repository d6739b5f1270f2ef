using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Nftables;
using Fairlead.Planning.Paths.Packets;
using Fairlead.Planning.Paths.Routing;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Planning.Paths.Filtering;

/// <summary>A packet at one hook, and what an expression may ask about it there.</summary>
internal sealed class PacketContext(NetnsSnapshot netns, RouteTables routes, Packet packet)
{
    private PacketOctets? _octets;
    private Packet _packet = packet;

    public NetnsSnapshot Netns { get; } = netns;

    public RouteTables Routes { get; } = routes;

    /// <summary>Marks and translations change it on its way.</summary>
    public Packet Packet
    {
        get => _packet;
        set
        {
            _packet = value;
            _octets = null;
        }
    }

    public uint Hook { get; init; }

    public ObservedLink? Input { get; init; }

    public ObservedLink? Output { get; init; }

    /// <summary>The frame's header is still there: always where it came in from outside.</summary>
    public bool HasFrame => Input is not null;

    /// <summary>Null where tracking has not seen it yet.</summary>
    public Tracking? Tracking { get; set; }

    /// <summary>For family arp: the request's octets.</summary>
    public byte[]? Arp { get; init; }

    public bool TryRead(NftPayloadBase from, uint offset, uint length, out ReadOnlySpan<byte> octets)
    {
        if (Arp is null || from == NftPayloadBase.Link)
        {
            return (_octets ??= new PacketOctets(Packet, HasFrame)).TryRead(from, offset, length, out octets);
        }

        var inside = offset + length <= Arp.Length;
        octets = inside ? Arp.AsSpan((int)offset, (int)length) : default;
        return inside;
    }

    /// <summary>What `masquerade` would put in the packet's source.</summary>
    public InetAddress? MasqueradeAddress(InetAddress nextHop) => Output is null
        ? null
        : nextHop.IsV6
            ? Netns.Addresses.FirstOrDefault(own => own.LinkIndex == Output.Index && own.Address.IsV6 && own.Scope == 0)?.Address.Address
            : new SourceSelection(Netns).Ipv4(Output.Index, nextHop);

    /// <summary>Where the packet goes next, for translations that depend on it.</summary>
    public InetAddress NextHop { get; init; }
}
