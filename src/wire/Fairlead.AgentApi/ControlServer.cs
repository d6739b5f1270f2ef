using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fairlead.AgentApi;

/// <summary>The answering side of <see cref="ControlClient"/>, for programs of the lab; the agent has one of its own.</summary>
/// <param name="answer">Gives the answer to an op, or throws <see cref="ControlException"/>.</param>
public sealed class ControlServer(string path, Func<string, JsonObject, JsonNode?> answer) : IDisposable
{
    private readonly Socket _listener = new(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
    private Thread? _thread;

    /// <summary>Listens at a socket that only its owner may use, and answers on a thread a connection.</summary>
    public void Start()
    {
        File.Delete(path);
        _listener.Bind(new UnixDomainSocketEndPoint(path));
        File.SetUnixFileMode(path, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        _listener.Listen(64);
        _thread = new Thread(Accept) { IsBackground = true, Name = "control" };
        _thread.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _thread?.Join();
    }

    private void Accept()
    {
        while (true)
        {
            Socket socket;
            try
            {
                socket = _listener.Accept();
            }
            catch (Exception error) when (error is SocketException or ObjectDisposedException)
            {
                return;
            }

            new Thread(() => Serve(socket)) { IsBackground = true, Name = "control request" }.Start();
        }
    }

    private void Serve(Socket socket)
    {
        using var stream = new NetworkStream(socket, ownsSocket: true);
        try
        {
            if (Frame.Read(stream) is { Length: > 1 } request && request[0] == ControlClient.Kind)
            {
                Frame.Write(stream, Reply(request.AsSpan(1)));
            }
        }
        catch (Exception error) when (error is IOException or InvalidDataException or SocketException)
        {
            // The asker has gone; there is nobody to tell.
        }
    }

    private byte[] Reply(ReadOnlySpan<byte> json)
    {
        try
        {
            var request = JsonNode.Parse(json) as JsonObject ?? throw new ControlException("a request is a JSON object");
            var result = answer(request["op"]?.GetValue<string>() ?? "", request);
            return result is null ? [0] : [0, .. JsonOctets.Of(result)];
        }
        catch (Exception error) when (error is ControlException or JsonException or FormatException or InvalidOperationException or IOException or ArgumentException)
        {
            return [1, .. JsonOctets.Of(new JsonObject { ["error"] = error.Message })];
        }
    }
}
