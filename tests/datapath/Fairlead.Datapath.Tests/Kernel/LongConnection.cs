using System.Net;
using System.Net.Sockets;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Datapath.Tests.Kernel;

/// <summary>A TCP connection that stays open while things change under it.</summary>
internal sealed class LongConnection : IDisposable
{
    private readonly Socket client;
    private readonly Socket server;

    public LongConnection(NetworkNamespace from, NetworkNamespace at, string to, int port, int? listenOn = null)
    {
        using var listener = Probe.Open(at, AddressFamily.InterNetwork, SocketType.Stream);
        listener.Bind(new IPEndPoint(IPAddress.Any, listenOn ?? port));
        listener.Listen();
        client = Probe.Open(from, AddressFamily.InterNetwork, SocketType.Stream);
        client.ReceiveTimeout = 2000;
        client.Connect(IPAddress.Parse(to), port);
        server = listener.Accept();
        server.ReceiveTimeout = 2000;
    }

    public bool Echoes()
    {
        try
        {
            var buffer = new byte[16];
            client.Send("ping"u8);
            return server.Receive(buffer) == 4 && server.Send("pong"u8) == 4 && client.Receive(buffer) == 4;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        client.Dispose();
        server.Dispose();
    }
}
