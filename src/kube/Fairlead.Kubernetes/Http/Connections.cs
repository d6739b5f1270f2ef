using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Fairlead.Kubernetes.Http;

/// <summary>How the server is reached: by TCP or a Unix socket, and whom it must prove to be.</summary>
internal static class Connections
{
    /// <exception cref="IOException">The file of authorities cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It, or the client's certificate, is no PEM.</exception>
    public static SocketsHttpHandler Open(ClusterEndpoint endpoint)
    {
        var connections = new SocketsHttpHandler
        {
            UseProxy = false,
            UseCookies = false,
            AllowAutoRedirect = false,
            ConnectTimeout = TimeSpan.FromSeconds(10),
            // A server that is one of several behind an address must not keep us for ever.
            PooledConnectionLifetime = TimeSpan.FromMinutes(15),
            PooledConnectionIdleTimeout = TimeSpan.FromMinutes(1),
            ConnectCallback = endpoint.Server.Scheme == "unix" ? (_, cancel) => Unix(endpoint.Server.LocalPath, cancel) : (context, cancel) => Tcp(context.DnsEndPoint, cancel),
        };
        if (endpoint.Server.Scheme == "https")
        {
            connections.SslOptions = Trust(endpoint);
        }

        return connections;
    }

    public static Uri Root(Uri server) => server.Scheme == "unix" ? new Uri("http://localhost/") : new Uri(server.AbsoluteUri.TrimEnd('/') + "/");

    private static SslClientAuthenticationOptions Trust(ClusterEndpoint endpoint)
    {
        var options = new SslClientAuthenticationOptions();
        var authorities = endpoint.AuthorityFile.Length > 0 ? File.ReadAllText(endpoint.AuthorityFile) : endpoint.AuthorityPem;
        if (authorities.Length > 0)
        {
            options.CertificateChainPolicy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            options.CertificateChainPolicy.CustomTrustStore.ImportFromPem(authorities);
        }

        if (endpoint.ClientCertificatePem.Length > 0)
        {
            options.ClientCertificates = [X509Certificate2.CreateFromPem(endpoint.ClientCertificatePem, endpoint.ClientKeyPem)];
        }

        return options;
    }

    private static ValueTask<Stream> Unix(string path, CancellationToken cancel) =>
        Connect(new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified), new UnixDomainSocketEndPoint(path), cancel);

    /// <summary>A watch may have nothing to say for minutes: that the other side is gone is the kernel's to find out, within a minute.</summary>
    private static ValueTask<Stream> Tcp(DnsEndPoint server, CancellationToken cancel)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, true);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveTime, 30);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveInterval, 10);
        socket.SetSocketOption(SocketOptionLevel.Tcp, SocketOptionName.TcpKeepAliveRetryCount, 3);
        return Connect(socket, server, cancel);
    }

    private static async ValueTask<Stream> Connect(Socket socket, EndPoint server, CancellationToken cancel)
    {
        try
        {
            await socket.ConnectAsync(server, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
