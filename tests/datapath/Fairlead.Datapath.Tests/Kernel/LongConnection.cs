using System.Net;
using System.Net.Sockets;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>A TCP connection that stays open while things change under it.</summary>
internal sealed class LongConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly Socket _client;
    private readonly Socket _server;

    public LongConnection(NetworkNamespace from, NetworkNamespace at, string to, int port, int? listenOn = null)
    {
        using var listener = Probe.Open(at, AddressFamily.InterNetwork, SocketType.Stream);
        listener.Bind(new IPEndPoint(IPAddress.Any, listenOn ?? port));
        listener.Listen();
        _client = Probe.Open(from, AddressFamily.InterNetwork, SocketType.Stream);
        _client.ReceiveTimeout = 2000;
        using var patience = new CancellationTokenSource(Patience);
        _client.ConnectAsync(IPAddress.Parse(to), port, patience.Token).AsTask().GetAwaiter().GetResult();
        _server = listener.AcceptAsync(patience.Token).AsTask().GetAwaiter().GetResult();
        _server.ReceiveTimeout = 2000;
    }

    public bool Echoes()
    {
        try
        {
            var buffer = new byte[16];
            _client.Send("ping"u8);
            return _server.Receive(buffer) == 4 && _server.Send("pong"u8) == 4 && _client.Receive(buffer) == 4;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _server.Dispose();
    }
}
