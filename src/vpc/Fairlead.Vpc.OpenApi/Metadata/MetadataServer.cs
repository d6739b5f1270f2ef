using System.Net;
using System.Net.Sockets;
using Fairlead.Vpc.Metadata;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Fairlead.Vpc.OpenApi.Metadata;

/// <summary>The metadata service over HTTP, for all instances that can reach its address.</summary>
public sealed class MetadataServer : IAsyncDisposable
{
    private readonly KestrelServer _server;
    private readonly MetadataApplication _application;

    /// <param name="whoIs">Id of the instance that has a remote address; null for nobody's, who is answered 404.</param>
    /// <param name="bind">Makes the listening socket, in another network namespace for instance; null for an ordinary one.</param>
    public MetadataServer(InstanceMetadata metadata, Func<IPAddress, string?> whoIs, IPEndPoint listen, Func<EndPoint, Socket>? bind = null)
    {
        _application = new MetadataApplication(metadata, whoIs);
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = 0;
        options.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(10);
        options.Listen(listen, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        var sockets = new SocketTransportOptions();
        sockets.CreateBoundListenSocket = bind ?? sockets.CreateBoundListenSocket;
        var loggers = NullLoggerFactory.Instance;
        _server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(sockets), loggers), loggers);
    }

    /// <summary>Where it listens, <c>http://127.0.0.1:8080</c>; known once it has started.</summary>
    public Uri Address => new(_server.Features.Get<Microsoft.AspNetCore.Hosting.Server.Features.IServerAddressesFeature>()!.Addresses.First());

    /// <exception cref="IOException">Nothing can listen there.</exception>
    public Task StartAsync(CancellationToken stopping = default) => _server.StartAsync(_application, stopping);

    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(1));
        await _server.StopAsync(patience.Token).ConfigureAwait(false);
        _server.Dispose();
    }
}
