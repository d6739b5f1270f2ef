using System.Net.Sockets;
using Fairlead.Lab.Probes;
using Fairlead.Linux.Namespaces;
using Fairlead.Model.Addresses;

namespace Fairlead.Lab.Walkthrough;

/// <summary>A TCP connection that stays open while other things happen.</summary>
internal sealed class OpenConnection : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private readonly Socket _client;
    private readonly Socket _server;

    /// <exception cref="SocketException">It cannot be opened.</exception>
    public OpenConnection(NetworkNamespace from, NetworkNamespace to, InetAddress address, ushort port)
    {
        using var listener = Probe.Listen(to, address.IsV6, port);
        _client = Probe.Open(from, address.IsV6, SocketType.Stream);
        _client.SendTimeout = _client.ReceiveTimeout = (int)Patience.TotalMilliseconds;
        try
        {
            _server = Probe.Dial(_client, address, port, Patience) ? listener.Accept() : throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            _client.Dispose();
            throw;
        }

        _server.ReceiveTimeout = _client.ReceiveTimeout;
    }

    /// <summary>Whether octets still go both ways.</summary>
    public bool IsAlive()
    {
        try
        {
            var buffer = new byte[1];
            return _client.Send([1]) == 1 && _server.Receive(buffer) == 1 && _server.Send([2]) == 1 && _client.Receive(buffer) == 1;
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
