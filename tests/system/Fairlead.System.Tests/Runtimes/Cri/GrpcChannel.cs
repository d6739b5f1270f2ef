using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Fairlead.System.Tests.Runtimes.Cri;

/// <summary>Unary gRPC calls over a Unix socket (github.com/grpc/grpc, doc/PROTOCOL-HTTP2.md): HTTP/2 without TLS, messages behind five octets.</summary>
internal sealed class GrpcChannel(string socket) : IDisposable
{
    private readonly HttpClient _http = new(new SocketsHttpHandler { ConnectCallback = async (_, cancel) => await Connect(socket, cancel) })
    {
        Timeout = TimeSpan.FromMinutes(2),
    };

    /// <exception cref="GrpcException">The other side said no.</exception>
    public byte[] Call(string method, Protobuf message)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"http://localhost/{method}")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(Framed(message.Octets)),
        };
        request.Content.Headers.Add("Content-Type", "application/grpc");
        request.Headers.Add("TE", "trailers");
        using var response = _http.SendAsync(request).GetAwaiter().GetResult();
        var body = response.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult();
        var headers = response.Headers.Concat(response.TrailingHeaders).ToDictionary(header => header.Key, header => string.Join(',', header.Value), StringComparer.OrdinalIgnoreCase);
        return headers.GetValueOrDefault("grpc-status") is "0" ? body[5..]
            : throw new GrpcException($"{method}: {Uri.UnescapeDataString(headers.GetValueOrDefault("grpc-message", $"{response.StatusCode}"))}");
    }

    public void Dispose() => _http.Dispose();

    private static async Task<Stream> Connect(string socket, CancellationToken cancel)
    {
        var connection = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        await connection.ConnectAsync(new UnixDomainSocketEndPoint(socket), cancel);
        return new NetworkStream(connection, ownsSocket: true);
    }

    // One octet for the compression (none), four for the length.
    private static byte[] Framed(byte[] message)
    {
        var framed = new byte[5 + message.Length];
        BinaryPrimitives.WriteInt32BigEndian(framed.AsSpan(1), message.Length);
        message.CopyTo(framed, 5);
        return framed;
    }
}

internal sealed class GrpcException(string message) : Exception(message);
