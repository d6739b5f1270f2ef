using System.Net.Sockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fairlead.AgentApi;

/// <summary>The other program did not answer, or answered with an error; the message is meant for a person.</summary>
public sealed class ControlException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Asks a program of ours over its Unix socket: one connection a request, <c>A</c> and a JSON object with <c>op</c>; the answer is a
/// status octet (0 is well) and JSON.
/// </summary>
/// <param name="who">What to call the other side in errors.</param>
public sealed class ControlClient(string path, string who, TimeSpan? timeout = null)
{
    public const byte Kind = (byte)'A';

    public string Path { get; } = path;

    /// <exception cref="ControlException">No answer, or an answer that says no.</exception>
    public JsonNode? Call(string op, JsonObject? arguments = null)
    {
        var request = arguments is null ? [] : (JsonObject)arguments.DeepClone();
        request["op"] = op;
        byte[]? reply;
        try
        {
            using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
            var limit = (int)(timeout ?? TimeSpan.FromSeconds(30)).TotalMilliseconds;
            socket.SendTimeout = limit;
            socket.ReceiveTimeout = limit;
            socket.Connect(new UnixDomainSocketEndPoint(Path));
            using var stream = new NetworkStream(socket);
            Frame.Write(stream, [Kind, .. JsonOctets.Of(request)]);
            reply = Frame.Read(stream);
        }
        catch (Exception error) when (error is SocketException or IOException or InvalidDataException)
        {
            throw new ControlException($"{who} does not answer at {Path}: {error.Message.Replace(Path, "", StringComparison.Ordinal).TrimEnd()}", error);
        }

        return Open(reply);
    }

    private JsonNode? Open(byte[]? reply)
    {
        if (reply is not { Length: > 0 })
        {
            throw new ControlException($"{who} closed the connection without an answer");
        }

        var body = reply.Length == 1 ? null : JsonNode.Parse(reply.AsSpan(1));
        return reply[0] == 0 ? body : throw new ControlException(body?["error"]?.GetValue<string>() ?? $"{who} said no");
    }
}
