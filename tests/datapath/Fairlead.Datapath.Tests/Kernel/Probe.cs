using System.Net;
using System.Net.Sockets;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>
/// Real packets between namespaces: a socket stays in the namespace in which it was opened. Nothing here waits for a thread of the pool,
/// which tests beside this one may keep busy for longer than a packet takes.
/// </summary>
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
        var patience = expectSilence ? Silence : Patience;
        if (Connect(socket, new IPEndPoint(target, port), patience) != SocketError.Success || !listener.Poll(patience, SelectMode.SelectRead))
        {
            return null;
        }

        try
        {
            using var peer = listener.Accept();
            peer.Send("hello"u8);
            // A connection that was accepted may die without a word when rules change under it.
            return socket.Poll(patience, SelectMode.SelectRead) && socket.Receive(new byte[16]) == 5 ? ((IPEndPoint)peer.RemoteEndPoint!).Address.ToString() : null;
        }
        catch (SocketException)
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

        var patience = expectSilence ? Silence : Patience;
        try
        {
            socket.SendTo("hello"u8, new IPEndPoint(target, port));
            EndPoint seen = new IPEndPoint(Any(target), 0);
            if (!receiver.Poll(patience, SelectMode.SelectRead) || receiver.ReceiveFrom(new byte[16], ref seen) == 0)
            {
                return null;
            }

            var whom = ((IPEndPoint)seen).Address.ToString();
            if (from is not null)
            {
                return whom;
            }

            receiver.SendTo("hello"u8, seen);
            return socket.Poll(patience, SelectMode.SelectRead) && socket.Receive(new byte[16]) == 5 ? whom : null;
        }
        catch (SocketException)
        {
            return null;
        }
    }

    /// <returns>How a connection fails.</returns>
    public static SocketError Refusal(NetworkNamespace client, string to)
    {
        var target = IPAddress.Parse(to);
        using var socket = Open(client, target.AddressFamily, SocketType.Stream);
        return Connect(socket, new IPEndPoint(target, 80), Patience);
    }

    public static Socket Open(NetworkNamespace netns, AddressFamily family, SocketType type) => netns.Inside(() => new Socket(family, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp));

    private static SocketError Connect(Socket socket, IPEndPoint to, TimeSpan patience)
    {
        socket.Blocking = false;
        try
        {
            socket.Connect(to);
        }
        catch (SocketException begun) when (begun.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            // The answer is waited for.
        }
        catch (SocketException refused)
        {
            return refused.SocketErrorCode;
        }

        // One that was refused cannot be written to either, and says so without waiting.
        var isConnected = socket.Poll(patience, SelectMode.SelectWrite);
        var error = (SocketError)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        return error == SocketError.Success && !isConnected ? SocketError.TimedOut : error;
    }

    private static IPAddress Any(IPAddress like) => like.AddressFamily == AddressFamily.InterNetworkV6 ? IPAddress.IPv6Any : IPAddress.Any;
}
