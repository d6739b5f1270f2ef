using System.Net;
using System.Net.Sockets;
using System.Text;
using Fairlead.Lab.Probes;
using Fairlead.Linux.Namespaces;

namespace Fairlead.Lab.Kubelets;

/// <summary>
/// What runs in a pod that has no command of its own: at port 8080 it tells each caller whom it sees and at which of its addresses. Its
/// sockets are the pod's, its thread is nobody's: hundreds of pods cost one process.
/// </summary>
internal sealed class PodListener : IDisposable
{
    public const ushort Port = 8080;

    private readonly string _pod;
    private readonly List<Socket> _listeners = [];

    /// <exception cref="SocketException">The port is taken.</exception>
    public PodListener(string pod, NetworkNamespace netns)
    {
        _pod = pod;
        try
        {
            foreach (var v6 in new[] { false, true })
            {
                var listener = Probe.Open(netns, v6, SocketType.Stream);
                _listeners.Add(listener);
                // Without ReuseAddress, which .NET takes for SO_REUSEPORT too: whoever listens beside us would get a half of the callers.
                listener.Bind(new IPEndPoint(v6 ? IPAddress.IPv6Any : IPAddress.Any, Port));
                listener.Listen();
                _ = ServeAsync(listener);
            }
        }
        catch
        {
            // The next attempt would find the port taken, by this one.
            Dispose();
            throw;
        }
    }

    public void Dispose() => _listeners.ForEach(listener => listener.Dispose());

    private async Task ServeAsync(Socket listener)
    {
        while (true)
        {
            try
            {
                var caller = await listener.AcceptAsync().ConfigureAwait(false);
                _ = AnswerAsync(caller);
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }
        }
    }

    private async Task AnswerAsync(Socket caller)
    {
        using (caller)
        {
            try
            {
                var buffer = new byte[4096];
                var seen = $"{ProbeEnd.Of(caller.RemoteEndPoint)} {ProbeEnd.Of(caller.LocalEndPoint)}";
                while (await caller.ReceiveAsync(buffer).ConfigureAwait(false) is > 0 and var length)
                {
                    // A browser or curl, or a probe of ours.
                    var isHttp = buffer.AsSpan(0, length).StartsWith("GET "u8);
                    await caller.SendAsync(Encoding.ASCII.GetBytes(isHttp ? Http($"{_pod} sees {seen.Replace(" ", " at ", StringComparison.Ordinal)}\n") : seen)).ConfigureAwait(false);
                }
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                // The caller has gone.
            }
        }
    }

    private static string Http(string text) => $"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: {text.Length}\r\n\r\n{text}";
}
