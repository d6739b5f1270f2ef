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
            ConnectCallback = endpoint.Server.Scheme == "unix" ? (_, cancel) => Unix(endpoint.Server.LocalPath, cancel) : null,
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

    private static async ValueTask<Stream> Unix(string path, CancellationToken cancel)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancel);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
