using System.Buffers.Binary;
using System.Globalization;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel.Observed;
using Fairlead.Model.Pods;

namespace Fairlead.Linux.Sockets;

/// <summary>Which sockets of a namespace take what comes to them, as <c>/proc/net/tcp</c> and its siblings list them.</summary>
public static class ListeningSockets
{
    // enum of include/net/tcp_states.h: TCP_LISTEN, and TCP_CLOSE, in which a UDP socket is that takes from everybody.
    private const string Listening = "0A";
    private const string Unconnected = "07";

    private static readonly (string File, Transport Transport)[] Tables =
        [("tcp", Transport.Tcp), ("tcp6", Transport.Tcp), ("udp", Transport.Udp), ("udp6", Transport.Udp)];

    public static IReadOnlyList<ObservedSocket> Read(NetworkNamespace netns) => netns.Inside(() =>
        Tables.Select(table => (Path: $"/proc/thread-self/net/{table.File}", table.Transport))
            .Where(table => File.Exists(table.Path))
            .SelectMany(table => Parse(File.ReadAllText(table.Path), table.Transport))
            .ToList());

    /// <param name="text">Content of one of the four files.</param>
    public static IEnumerable<ObservedSocket> Parse(string text, Transport transport) =>
        from line in text.Split('\n').Skip(1)
        let fields = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
        where fields.Length > 3 && fields[3] == (transport == Transport.Tcp ? Listening : Unconnected)
        let end = fields[1].Split(':')
        select new ObservedSocket(transport, Address(end[0]), ushort.Parse(end[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture));

    // Words of four octets in host order, which is little endian wherever this runs.
    private static InetAddress Address(string text)
    {
        var octets = Convert.FromHexString(text);
        for (var at = 0; at < octets.Length; at += 4)
        {
            var word = octets.AsSpan(at, 4);
            BinaryPrimitives.WriteUInt32BigEndian(word, BinaryPrimitives.ReadUInt32LittleEndian(word));
        }

        return InetAddress.FromBytes(octets);
    }
}
