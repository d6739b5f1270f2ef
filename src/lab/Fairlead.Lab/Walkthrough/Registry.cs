using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;
using Fairlead.Lab.Probes;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Lab.Walkthrough;

/// <summary>
/// A registry as RPC frameworks have it, of the smallest kind: a provider says <c>register NAME ADDRESS PORT</c>, a consumer <c>lookup NAME</c>
/// and gets what was registered.
/// </summary>
internal sealed class Registry : IDisposable
{
    public const ushort Port = 2181;

    private readonly ConcurrentDictionary<string, string> _providers = [];
    private readonly Socket _listener;
    private readonly Thread _thread;
    private volatile bool _stopping;

    public Registry(NetworkNamespace netns)
    {
        _listener = Probe.Listen(netns, v6: false, Port);
        _thread = new Thread(Serve) { IsBackground = true, Name = "registry" };
        _thread.Start();
    }

    public void Dispose()
    {
        _stopping = true;
        _listener.Dispose();
        _thread.Join();
    }

    /// <summary>One request over an open connection.</summary>
    public static string Ask(Socket connection, string request)
    {
        connection.Send(Encoding.ASCII.GetBytes(request));
        var buffer = new byte[256];
        return Encoding.ASCII.GetString(buffer, 0, connection.Receive(buffer));
    }

    private void Serve()
    {
        while (!_stopping)
        {
            try
            {
                using var connection = _listener.Accept();
                var buffer = new byte[256];
                var request = Encoding.ASCII.GetString(buffer, 0, connection.Receive(buffer));
                connection.Send(Encoding.ASCII.GetBytes(Answer(request.Split(' '))));
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // Somebody went away in the middle, or this is the end.
            }
        }
    }

    private string Answer(string[] words)
    {
        switch (words)
        {
            case ["register", var name, var address, var port]:
                _providers[name] = $"{address} {port}";
                return "registered";
            case ["lookup", var name]:
                return _providers.GetValueOrDefault(name, "unknown");
            default:
                return "what?";
        }
    }
}
