using System.Buffers.Binary;
using Fairlead.Linux;
using Fairlead.Linux.Packets;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Topology;

namespace Fairlead.Vpc.Tests.Packets;

/// <summary>Listens at every NIC for UDP packets that bear a number, and tells where each arrived and from whom.</summary>
internal sealed class Sniffers : IDisposable
{
    private readonly List<(Dictionary<int, string> Ports, PacketSocket Socket)> _sockets = [];

    public Sniffers(IEnumerable<LabHost> hosts, VpcState state)
    {
        foreach (var host in hosts)
        {
            var ports = PortsOf(host, state);
            _sockets.Add((ports, PacketSocket.Open(host.Netns, 0x0800, [FilterInstruction.Take(256)])));
            _sockets.Add((ports, PacketSocket.Open(host.Netns, 0x86dd, [FilterInstruction.Take(256)])));
        }
    }

    public static byte[] Numbered(int number) => [0xfa, 0x17, 0xfa, 0x17, (byte)(number >> 8), (byte)number];

    public Dictionary<int, (string Port, InetAddress Source, InetAddress Destination)> Drain()
    {
        var arrived = new Dictionary<int, (string, InetAddress, InetAddress)>();
        var frame = new byte[256];
        foreach (var (ports, socket) in _sockets)
        {
            int length;
            while ((length = socket.Receive(frame, out var link)) > 0)
            {
                if (Read(frame.AsSpan(0, length)) is { } packet)
                {
                    arrived[packet.Number] = (ports.GetValueOrDefault(link, "?"), packet.Source, packet.Destination);
                }
            }
        }

        return arrived;
    }

    public void Dispose() => _sockets.ForEach(sniffer => sniffer.Socket.Dispose());

    // A host may have several NICs: each is known by its MAC.
    private static Dictionary<int, string> PortsOf(LabHost host, VpcState state)
    {
        using var reader = KernelReader.Open(host.Netns);
        return reader.Links().Join(state.Ports, link => link.Mac, port => port.Mac, (link, port) => (link.Index, port.Id)).ToDictionary(nic => nic.Index, nic => nic.Id);
    }

    private static (int Number, InetAddress Source, InetAddress Destination)? Read(ReadOnlySpan<byte> frame)
    {
        var v6 = frame[12] == 0x86;
        var payload = v6 ? 62 : 42;
        // Lo carries a host's packets to itself with MAC 0: what never was on a wire is not counted.
        if (frame.Length < payload + 6 || frame[v6 ? 20 : 23] != 17 || BinaryPrimitives.ReadUInt32BigEndian(frame[payload..]) != 0xfa17fa17 || frame[..6].IndexOfAnyExcept((byte)0) < 0)
        {
            return null;
        }

        var number = BinaryPrimitives.ReadUInt16BigEndian(frame[(payload + 4)..]);
        return v6
            ? (number, InetAddress.FromBytes(frame.Slice(22, 16)), InetAddress.FromBytes(frame.Slice(38, 16)))
            : (number, InetAddress.FromBytes(frame.Slice(26, 4)), InetAddress.FromBytes(frame.Slice(30, 4)));
    }
}
