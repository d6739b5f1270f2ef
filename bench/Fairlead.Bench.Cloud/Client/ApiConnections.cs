using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Fairlead.Bench.Cloud.Client;

/// <summary>
/// Connections that one thread sends on and reads from in turn, a request outstanding on each: the client costs little beside the server,
/// and both processors are the server's.
/// </summary>
internal sealed class ApiConnections : IDisposable
{
    private static readonly byte[] LengthHeader = "\r\nContent-Length: "u8.ToArray();

    private readonly Socket[] _sockets;
    private readonly byte[] _buffer = new byte[1024 * 1024];

    public ApiConnections(int port, int count)
    {
        _sockets = [.. Enumerable.Range(0, count).Select(_ => new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 10_000 })];
        foreach (var socket in _sockets)
        {
            socket.Connect(IPAddress.Loopback, port);
        }
    }

    public int Count => _sockets.Length;

    /// <summary>Sends all, request by request around the connections.</summary>
    /// <returns>From the first octet sent to the last one read.</returns>
    /// <exception cref="InvalidOperationException">One was not answered 200: that would be no measurement.</exception>
    public TimeSpan Run(IReadOnlyList<byte[]> requests)
    {
        var began = Stopwatch.GetTimestamp();
        for (var first = 0; first < requests.Count; first += _sockets.Length)
        {
            var last = Math.Min(first + _sockets.Length, requests.Count);
            for (var i = first; i < last; i++)
            {
                _sockets[i - first].Send(requests[i]);
            }

            for (var i = first; i < last; i++)
            {
                Read(_sockets[i - first]);
            }
        }

        return Stopwatch.GetElapsedTime(began);
    }

    /// <summary>One request, and the text that answers it.</summary>
    public string Ask(byte[] request)
    {
        _sockets[0].Send(request);
        var (start, length) = Read(_sockets[0]);
        return Encoding.UTF8.GetString(_buffer, start, length);
    }

    public void Dispose()
    {
        foreach (var socket in _sockets)
        {
            socket.Dispose();
        }
    }

    private (int Start, int Length) Read(Socket socket)
    {
        var (have, body, length) = (0, -1, 0);
        while (body < 0 || have < body + length)
        {
            var read = socket.Receive(_buffer, have, _buffer.Length - have, SocketFlags.None);
            have = read > 0 ? have + read : throw new InvalidOperationException("the server closed a connection");
            if (body < 0 && _buffer.AsSpan(0, have).IndexOf("\r\n\r\n"u8) is var end and >= 0)
            {
                body = end + 4;
                length = Length(_buffer.AsSpan(0, end + 2));
            }
        }

        return _buffer.AsSpan(0, have).StartsWith("HTTP/1.1 200"u8)
            ? (body, length)
            : throw new InvalidOperationException($"a call was refused: {Encoding.UTF8.GetString(_buffer, 0, have)}");
    }

    private static int Length(ReadOnlySpan<byte> head)
    {
        var at = head.IndexOf(LengthHeader);
        var digits = head[(at + LengthHeader.Length)..];
        return at < 0 ? throw new InvalidOperationException("an answer has no length") : int.Parse(digits[..digits.IndexOf((byte)'\r')], NumberStyles.None, CultureInfo.InvariantCulture);
    }
}
