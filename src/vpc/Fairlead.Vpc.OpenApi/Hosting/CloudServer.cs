using System.Net;
using System.Net.Sockets;
using Fairlead.Vpc.Gate;
using Fairlead.Vpc.OpenApi.Credentials;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Fairlead.Vpc.OpenApi.Hosting;

/// <summary>
/// The cloud's endpoint: ECS, VPC and STS over HTTP at one address. It is the bare web server of ASP.NET Core with nothing around it, for
/// a host with services and middleware takes longer to start than all else together.
/// </summary>
public sealed class CloudServer : IAsyncDisposable
{
    // Twenty times what the biggest call of these products needs.
    private const int MostBody = 1024 * 1024;
    private const int MostLine = 64 * 1024;

    private readonly KestrelServer _server;
    private readonly CloudApplication _application;
    private readonly IPEndPoint _listen;

    /// <param name="issuer">For AssumeRoleWithOIDC; null where there is no identity provider.</param>
    /// <param name="region">Of the endpoint.</param>
    /// <param name="listen">Port 0 for one that the kernel chooses.</param>
    /// <param name="failed">Told of exceptions that are bugs of ours; their callers get an InternalError.</param>
    /// <param name="patience">How long a request's headers may take to come, and its body to begin to; 10 s where nothing is said.</param>
    /// <param name="bind">Makes the socket, in another network namespace for instance; null for an ordinary one.</param>
    public CloudServer(
        CloudGate gate, ICredentialStore credentials, ISecurityTokenIssuer? issuer, string region, TimeProvider clock, IPEndPoint listen,
        Action<Exception> failed, TimeSpan? patience = null, Func<EndPoint, Socket>? bind = null)
    {
        _listen = listen;
        _application = new CloudApplication(new CloudApi(gate, credentials, issuer, region, clock), MostBody, failed);
        var sockets = new SocketTransportOptions();
        sockets.CreateBoundListenSocket = bind ?? sockets.CreateBoundListenSocket;
        var loggers = NullLoggerFactory.Instance;
        _server = new KestrelServer(
            Options.Create(KestrelOptions(listen, patience ?? TimeSpan.FromSeconds(10))), new SocketTransportFactory(Options.Create(sockets), loggers), loggers);
    }

    /// <summary>Where it listens, with the port that it has got; known once it has started.</summary>
    public IPEndPoint EndPoint { get; private set; } = new(IPAddress.None, 0);

    /// <exception cref="IOException">Nothing can listen there; the message says where and why.</exception>
    public async Task StartAsync(CancellationToken stopping = default)
    {
        try
        {
            await _server.StartAsync(_application, stopping).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or InvalidOperationException)
        {
            var reason = error.InnerException is { } inner ? inner.Message : error.Message;
            throw new IOException($"cannot listen on {_listen}: {reason}", error);
        }

        var address = new Uri(_server.Features.Get<IServerAddressesFeature>()!.Addresses.First());
        EndPoint = new IPEndPoint(_listen.Address, address.Port);
    }

    /// <summary>Takes no more connections, and lets what is being answered end for a moment.</summary>
    public async ValueTask DisposeAsync()
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _server.StopAsync(patience.Token).ConfigureAwait(false);
        _server.Dispose();
    }

    private static KestrelServerOptions KestrelOptions(IPEndPoint listen, TimeSpan patience)
    {
        var options = new KestrelServerOptions { AddServerHeader = false };
        options.Limits.MaxRequestBodySize = MostBody;
        options.Limits.MaxRequestLineSize = MostLine;
        options.Limits.MaxRequestHeadersTotalSize = MostLine;
        options.Limits.RequestHeadersTimeout = patience;
        // Octets a second: the server's own default.
        options.Limits.MinRequestBodyDataRate = new MinDataRate(240, patience);
        options.Listen(listen, endpoint => endpoint.Protocols = HttpProtocols.Http1);
        return options;
    }
}
