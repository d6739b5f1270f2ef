using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Fairlead.Bench.Cni.Node;
using Fairlead.Bench.Plugins;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Bench.Cni.Measures;

/// <summary>One datagram between a pod that has just come and the host beyond the node.</summary>
internal static class FirstPacket
{
    private const int Port = 4711;
    private const int PatienceMilliseconds = 5000;

    /// <returns>From the end of ADD until the datagram, sent at once, has arrived.</returns>
    /// <exception cref="InvalidOperationException">It did not arrive.</exception>
    public static TimeSpan Time(BenchContext bench, int slot, bool v6, bool fromPod)
    {
        var pod = bench.Pool[slot];
        var id = bench.NextId("first");
        using var inPod = Open(pod.Netns, v6);
        using var outside = Open(bench.Node.Host, v6);
        var add = BenchContext.Check(bench.Fairlead.Call("ADD", id, pod.Path), "ADD");
        var ended = Stopwatch.GetTimestamp();
        try
        {
            var podAddress = IPAddress.Parse(CniPlugin.Address(add, v6).ToString());
            var hostAddress = IPAddress.Parse(v6 ? BenchNode.HostAddress6 : BenchNode.HostAddress);
            var (from, to, target) = fromPod ? (inPod, outside, hostAddress) : (outside, inPod, podAddress);
            from.SendTo("first"u8, new IPEndPoint(target, Port));
            to.Receive(new byte[16]);
            return Stopwatch.GetElapsedTime(ended);
        }
        catch (SocketException error)
        {
            throw new InvalidOperationException($"the first {(v6 ? "IPv6" : "IPv4")} packet {(fromPod ? "from" : "to")} a pod did not arrive: {error.Message}", error);
        }
        finally
        {
            BenchContext.Check(bench.Fairlead.Call("DEL", id, pod.Path), "DEL");
        }
    }

    public static Socket Open(NetworkNamespace netns, bool v6) => netns.Inside(() =>
    {
        var socket = new Socket(v6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = PatienceMilliseconds };
        socket.Bind(new IPEndPoint(v6 ? IPAddress.IPv6Any : IPAddress.Any, Port));
        return socket;
    });
}
