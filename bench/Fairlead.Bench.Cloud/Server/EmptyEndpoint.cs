using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Fairlead.Bench.Cloud.Server;

/// <summary>The web server that the cloud's endpoint is made of, with nothing behind it: every request is answered 200 without a body.</summary>
internal sealed class EmptyEndpoint : IHttpApplication<IFeatureCollection>, IDisposable
{
    private readonly KestrelServer _server;

    public EmptyEndpoint()
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Listen(IPAddress.Loopback, 0, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        var loggers = NullLoggerFactory.Instance;
        _server = new KestrelServer(Options.Create(options), new SocketTransportFactory(Options.Create(new SocketTransportOptions()), loggers), loggers);
    }

    public async Task<int> StartAsync()
    {
        await _server.StartAsync(this, default);
        return new Uri(_server.Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
    }

    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public Task ProcessRequestAsync(IFeatureCollection context)
    {
        context.Get<IHttpResponseFeature>()!.Headers.ContentLength = 0;
        return Task.CompletedTask;
    }

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
    }

    public void Dispose() => _server.Dispose();
}
