using System.Net;
using System.Net.Sockets;
using System.Text;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>Real packets between namespaces: a socket stays in the namespace in which it was opened.</summary>
internal static class Probe
{
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1500);

    // Long enough for a packet over two veths many times over, short enough for a test of what must not arrive.
    private static readonly TimeSpan Silence = TimeSpan.FromMilliseconds(200);

    /// <returns>Whom the server saw, or null when nobody came.</returns>
    public static string? Tcp(NetworkNamespace client, NetworkNamespace server, string to, int port, int? listenOn = null, bool expectSilence = false)
    {
        var target = IPAddress.Parse(to);
        using var listener = Open(server, target.AddressFamily, SocketType.Stream);
        // The connection of a probe before this one may linger on the port (TIME_WAIT).
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(Any(target), listenOn ?? port));
        listener.Listen();
        using var socket = Open(client, target.AddressFamily, SocketType.Stream);
        using var cancellation = new CancellationTokenSource(expectSilence ? Silence : Patience);
        try
        {
            var accepted = listener.AcceptAsync(cancellation.Token).AsTask();
            socket.ConnectAsync(new IPEndPoint(target, port), cancellation.Token).AsTask().GetAwaiter().GetResult();
            using var peer = accepted.GetAwaiter().GetResult();
            peer.Send("hello"u8);
            var buffer = new byte[16];
            // A connection that was accepted may die without a word when rules change under it.
            var received = socket.ReceiveAsync(buffer, cancellation.Token).AsTask().GetAwaiter().GetResult();
            return received == 5 ? ((IPEndPoint)peer.RemoteEndPoint!).Address.ToString() : null;
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            return null;
        }
    }

    /// <returns>Whom the server saw; null when nothing came, or the answer did not come back.</returns>
    public static string? Udp(NetworkNamespace client, NetworkNamespace server, string to, int port, int? listenOn = null, string? from = null, bool expectSilence = false)
    {
        var target = IPAddress.Parse(to);
        using var receiver = Open(server, target.AddressFamily, SocketType.Dgram);
        receiver.Bind(new IPEndPoint(Any(target), listenOn ?? port));
        using var socket = Open(client, target.AddressFamily, SocketType.Dgram);
        if (from is not null)
        {
            socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
        }

        using var cancellation = new CancellationTokenSource(expectSilence ? Silence : Patience);
        try
        {
            socket.SendTo(Encoding.UTF8.GetBytes("hello"), new IPEndPoint(target, port));
            var seen = receiver.ReceiveFromAsync(new byte[16], new IPEndPoint(Any(target), 0), cancellation.Token).AsTask().GetAwaiter().GetResult();
            if (from is not null)
            {
                return ((IPEndPoint)seen.RemoteEndPoint).Address.ToString();
            }

            receiver.SendTo("hello"u8, seen.RemoteEndPoint);
            var answer = socket.ReceiveFromAsync(new byte[16], new IPEndPoint(Any(target), 0), cancellation.Token).AsTask().GetAwaiter().GetResult();
            return answer.ReceivedBytes == 5 ? ((IPEndPoint)seen.RemoteEndPoint).Address.ToString() : null;
        }
        catch (Exception error) when (error is OperationCanceledException or SocketException)
        {
            return null;
        }
    }

    /// <returns>How a connection fails.</returns>
    public static SocketError Refusal(NetworkNamespace client, string to)
    {
        var target = IPAddress.Parse(to);
        using var socket = Open(client, target.AddressFamily, SocketType.Stream);
        using var cancellation = new CancellationTokenSource(Patience);
        try
        {
            socket.ConnectAsync(new IPEndPoint(target, 80), cancellation.Token).AsTask().GetAwaiter().GetResult();
            return SocketError.Success;
        }
        catch (OperationCanceledException)
        {
            return SocketError.TimedOut;
        }
        catch (SocketException error)
        {
            return error.SocketErrorCode;
        }
    }

    public static Socket Open(NetworkNamespace netns, AddressFamily family, SocketType type) => netns.Inside(() => new Socket(family, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp));

    private static IPAddress Any(IPAddress like) => like.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
}
