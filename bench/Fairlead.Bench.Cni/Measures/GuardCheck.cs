using System.Net;
using System.Net.Sockets;
using Fairlead.Bench.Cni.Node;
using Fairlead.Bench.Plugins;

namespace Fairlead.Bench.Cni.Measures;

/// <summary>What is measured must be what protects: a pod's own datagram arrives, the same under another's address does not.</summary>
internal static class GuardCheck
{
    private const int Port = 4711;
    private const int SilenceMilliseconds = 300;

    // include/uapi/linux/in.h: IP_TRANSPARENT lets a program with CAP_NET_ADMIN send from addresses that it does not have.
    private const int LevelIp = 0;
    private const int Transparent = 19;

    private static readonly IPAddress Foreign = IPAddress.Parse("10.244.200.200");

    /// <exception cref="InvalidOperationException">The guard is not on: no figure would be worth anything.</exception>
    public static void Run(BenchContext bench)
    {
        var pod = bench.Pool[0];
        var id = bench.NextId("guard");
        using var outside = FirstPacket.Open(bench.Node.Host, v6: false);
        var own = IPAddress.Parse(CniPlugin.Address(BenchContext.Check(bench.Fairlead.Call("ADD", id, pod.Path), "ADD")).ToString());
        var arrived = new[] { own, Foreign }.Select(source => Arrives(pod, source, outside)).ToArray();
        BenchContext.Check(bench.Fairlead.Call("DEL", id, pod.Path), "DEL");
        bench.Fact("anti-spoof", arrived is [true, false]
            ? $"on: a datagram from {own} arrived, one from {Foreign} did not"
            : throw new InvalidOperationException($"anti-spoof: from {own} {Word(arrived[0])}, from {Foreign} {Word(arrived[1])}"));
    }

    private static bool Arrives(Bench.Node.PodNetns pod, IPAddress source, Socket outside)
    {
        using var socket = pod.Netns.Inside(() => new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp));
        socket.SetRawSocketOption(LevelIp, Transparent, BitConverter.GetBytes(1));
        socket.Bind(new IPEndPoint(source, 0));
        socket.SendTo("who"u8, new IPEndPoint(IPAddress.Parse(BenchNode.HostAddress), Port));
        outside.ReceiveTimeout = SilenceMilliseconds;
        try
        {
            EndPoint from = new IPEndPoint(IPAddress.Any, 0);
            outside.ReceiveFrom(new byte[16], ref from);
            return true;
        }
        catch (SocketException error) when (error.SocketErrorCode is SocketError.TimedOut or SocketError.WouldBlock)
        {
            return false;
        }
    }

    private static string Word(bool arrived) => arrived ? "arrived" : "did not arrive";
}
