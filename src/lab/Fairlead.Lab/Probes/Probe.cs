using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;

namespace Fairlead.Lab.Probes;

/// <summary>
/// Real packets between two namespaces, without a program in either: sockets are opened inside and used from here, for a socket
/// stays in the namespace it was opened in.
/// </summary>
public static class Probe
{
    private static readonly byte[] Greeting = "fairlead"u8.ToArray();

    /// <summary>Connects to a listener of our own at the other end, or what a pod of a cluster runs of itself, and exchanges a message.</summary>
    /// <param name="listenPort">Where the listener is, when <paramref name="port"/> is one that leads there by translation.</param>
    public static ProbeResult Tcp(NetworkNamespace from, NetworkNamespace to, InetAddress address, ushort port, TimeSpan timeout, ushort? listenPort = null)
    {
        using var listener = TryListen(to, address.IsV6, listenPort ?? port);
        return listener is null ? Ask(from, address, port, timeout) : Connect(from, address, port, timeout, listener);
    }

    /// <summary>Connects to what a pod of a cluster runs of itself (<see cref="Kubelets.PodListener"/>), which says whom it sees.</summary>
    public static ProbeResult Ask(NetworkNamespace from, InetAddress address, ushort port, TimeSpan timeout) => Connect(from, address, port, timeout, (reached, client) =>
    {
        client.Send(Greeting);
        var buffer = new byte[256];
        var told = Encoding.ASCII.GetString(buffer, 0, client.Receive(buffer)).Split(' ');
        return told is [var source, var target] && IPEndPoint.TryParse(source, out var seen) && IPEndPoint.TryParse(target, out var at)
            ? reached with { SeenSource = ProbeEnd.Of(seen), SeenTarget = ProbeEnd.Of(at) }
            : reached;
    });

    /// <summary>Connects to whatever listens there, or nothing.</summary>
    /// <param name="listener">Ours, where the other end is ours too: then a message is exchanged.</param>
    public static ProbeResult Connect(NetworkNamespace from, InetAddress address, ushort port, TimeSpan timeout, Socket? listener = null) =>
        Connect(from, address, port, timeout, (reached, client) => listener is null ? reached : Exchange(reached, client, listener, timeout));

    private static ProbeResult Connect(NetworkNamespace from, InetAddress address, ushort port, TimeSpan timeout, Func<ProbeResult, Socket, ProbeResult> exchange)
    {
        var started = Stopwatch.GetTimestamp();
        var target = new ProbeEnd(address, port);
        using var client = Open(from, address.IsV6, SocketType.Stream);
        client.ReceiveTimeout = (int)timeout.TotalMilliseconds;
        try
        {
            if (!Dial(client, address, port, timeout))
            {
                return new ProbeResult(ProbeVerdict.TimedOut, target, Stopwatch.GetElapsedTime(started), $"no answer within {timeout.TotalMilliseconds:0} ms");
            }

            var reached = new ProbeResult(ProbeVerdict.Reached, target, Stopwatch.GetElapsedTime(started), "") { Source = ProbeEnd.Of(client.LocalEndPoint) };
            return exchange(reached, client);
        }
        catch (SocketException error)
        {
            return new ProbeResult(VerdictOf(error), target, Stopwatch.GetElapsedTime(started), error.Message);
        }
    }

    /// <returns>Whether somebody answered in time.</returns>
    /// <exception cref="SocketException">Somebody refused, or there is no way.</exception>
    public static bool Dial(Socket client, InetAddress address, ushort port, TimeSpan patience)
    {
        using var enough = new CancellationTokenSource(patience);
        try
        {
            // Not by Wait, which would hide what the kernel said in an AggregateException.
            client.ConnectAsync(new IPEndPoint(address.ToIPAddress(), port), enough.Token).AsTask().GetAwaiter().GetResult();
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    /// <summary>Sends one datagram and waits for its echo.</summary>
    public static ProbeResult Udp(NetworkNamespace from, NetworkNamespace to, InetAddress address, ushort port, TimeSpan timeout, ushort? listenPort = null)
    {
        var started = Stopwatch.GetTimestamp();
        var target = new ProbeEnd(address, port);
        using var server = Open(to, address.IsV6, SocketType.Dgram);
        server.Bind(new IPEndPoint(Any(address.IsV6), listenPort ?? port));
        using var client = Open(from, address.IsV6, SocketType.Dgram);
        server.ReceiveTimeout = client.ReceiveTimeout = (int)timeout.TotalMilliseconds;
        try
        {
            client.Connect(new IPEndPoint(address.ToIPAddress(), port));
            client.Send(Greeting);
            var buffer = new byte[64];
            EndPoint peer = new IPEndPoint(Any(address.IsV6), 0);
            var received = server.ReceiveFrom(buffer, ref peer);
            server.SendTo(buffer.AsSpan(0, received), peer);
            client.Receive(buffer);
            return new ProbeResult(ProbeVerdict.Reached, target, Stopwatch.GetElapsedTime(started), "")
            {
                Source = ProbeEnd.Of(client.LocalEndPoint),
                SeenSource = ProbeEnd.Of(peer),
            };
        }
        catch (SocketException error)
        {
            return new ProbeResult(VerdictOf(error), target, Stopwatch.GetElapsedTime(started), error.Message);
        }
    }

    /// <summary>A listener on all addresses of one family in a namespace.</summary>
    public static Socket Listen(NetworkNamespace netns, bool v6, ushort port)
    {
        var listener = Open(netns, v6, SocketType.Stream);
        listener.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
        listener.Bind(new IPEndPoint(Any(v6), port));
        listener.Listen();
        return listener;
    }

    /// <returns>Null where somebody listens there already.</returns>
    private static Socket? TryListen(NetworkNamespace netns, bool v6, ushort port)
    {
        try
        {
            return Listen(netns, v6, port);
        }
        catch (SocketException error) when (error.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            return null;
        }
    }

    public static Socket Open(NetworkNamespace netns, bool v6, SocketType type) => netns.Inside(() =>
    {
        var socket = new Socket(v6 ? AddressFamily.InterNetworkV6 : AddressFamily.InterNetwork, type, type == SocketType.Stream ? ProtocolType.Tcp : ProtocolType.Udp);
        if (v6)
        {
            socket.DualMode = false;
        }

        return socket;
    });

    private static ProbeResult Exchange(ProbeResult reached, Socket client, Socket listener, TimeSpan timeout)
    {
        if (!listener.Poll(timeout, SelectMode.SelectRead))
        {
            throw new SocketException((int)SocketError.TimedOut);
        }

        using var accepted = listener.Accept();
        accepted.ReceiveTimeout = client.ReceiveTimeout = (int)timeout.TotalMilliseconds;
        var buffer = new byte[64];
        client.Send(Greeting);
        accepted.Send(buffer.AsSpan(0, accepted.Receive(buffer)));
        client.Receive(buffer);
        return reached with { SeenSource = ProbeEnd.Of(accepted.RemoteEndPoint), SeenTarget = ProbeEnd.Of(accepted.LocalEndPoint) };
    }

    private static IPAddress Any(bool v6) => v6 ? IPAddress.IPv6Any : IPAddress.Any;

    private static ProbeVerdict VerdictOf(SocketException error) => error.SocketErrorCode switch
    {
        SocketError.ConnectionRefused => ProbeVerdict.Refused,
        SocketError.TimedOut or SocketError.WouldBlock or SocketError.TryAgain => ProbeVerdict.TimedOut,
        _ => ProbeVerdict.Unreachable,
    };
}
