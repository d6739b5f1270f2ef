using System.Net;
using System.Net.Sockets;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Files;
using Fairlead.Kubernetes.Store.Hosting;
using Fairlead.Kubernetes.Store.Objects;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace Fairlead.Kubernetes.Store;

/// <summary>
/// A cluster's store that speaks the REST dialect of Kubernetes. It is the bare web server of ASP.NET Core with nothing around it, for a
/// host with services and middleware takes longer to start than all else together.
/// </summary>
public sealed class StoreServer : IAsyncDisposable
{
    private const int MostLine = 64 * 1024;

    private readonly ClusterStore _store;
    private readonly KestrelServer _server;
    private readonly StoreOptions _options;

    private StoreServer(ClusterStore store, StoreOptions options)
    {
        (_store, _options) = (store, options);
        var sockets = new SocketTransportOptions();
        sockets.CreateBoundListenSocket = options.Bind ?? sockets.CreateBoundListenSocket;
        var loggers = NullLoggerFactory.Instance;
        _server = new KestrelServer(Options.Create(KestrelOptions(options)), new SocketTransportFactory(Options.Create(sockets), loggers), loggers);
    }

    /// <summary>Where it listens, with the port that it has got: <c>http://127.0.0.1:40123/</c>.</summary>
    public Uri Uri { get; private set; } = new("http://localhost/");

    /// <summary>What a program that starts the store needs to know, as one line of JSON.</summary>
    public string FirstLine() => new JsonObject { ["server"] = Uri.ToString().TrimEnd('/') }.ToJsonString();

    /// <summary>For <c>kubectl --kubeconfig</c>; what is at the path is replaced.</summary>
    /// <exception cref="IOException">It cannot be written there.</exception>
    public void WriteKubeconfig(string path) => Kubeconfig.Write(path, Kubeconfig.Text(Uri, _options.Token, _options.Certificate));

    /// <summary>A store that answers when this returns.</summary>
    /// <exception cref="StoreFileException">The file cannot be used; the message says why and what to do.</exception>
    /// <exception cref="IOException">Nothing can listen there; the message says where and why.</exception>
    public static async Task<StoreServer> StartAsync(StoreOptions options, CancellationToken stopping = default)
    {
        var store = await ClusterStore.StartAsync(options).ConfigureAwait(false);
        var server = new StoreServer(store, options);
        try
        {
            await server.ListenAsync(stopping).ConfigureAwait(false);
            return server;
        }
        catch
        {
            await server.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Takes no more calls, ends the watches, and lets what is being answered end for a moment.</summary>
    public async ValueTask DisposeAsync()
    {
        _store.Hub.EndAll();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await _server.StopAsync(patience.Token).ConfigureAwait(false);
        _server.Dispose();
        await _store.DisposeAsync().ConfigureAwait(false);
    }

    private async Task ListenAsync(CancellationToken stopping)
    {
        try
        {
            await _server.StartAsync(new StoreApplication(new StoreApi(_store), JsonText.MostOctets, _options.Failed), stopping).ConfigureAwait(false);
        }
        catch (Exception error) when (error is IOException or SocketException or InvalidOperationException)
        {
            var reason = error.InnerException is { } inner ? inner.Message : error.Message;
            throw new IOException($"cannot listen on {_options.Listen}: {reason}", error);
        }

        var port = new Uri(_server.Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;
        var address = _options.Listen.Address;
        // With an address that can be connected to: who listens everywhere is found at the loopback one.
        address = address.Equals(IPAddress.Any) ? IPAddress.Loopback : address.Equals(IPAddress.IPv6Any) ? IPAddress.IPv6Loopback : address;
        Uri = new Uri($"{(_options.Certificate is null ? "http" : "https")}://{new IPEndPoint(address, port)}");
    }

    private static KestrelServerOptions KestrelOptions(StoreOptions options)
    {
        var kestrel = new KestrelServerOptions { AddServerHeader = false };
        kestrel.Limits.MaxRequestBodySize = JsonText.MostOctets;
        kestrel.Limits.MaxRequestLineSize = MostLine;
        kestrel.Limits.MaxRequestHeadersTotalSize = MostLine;
        // A watcher that does not read holds up nobody but itself, and is ended when too much waits for it.
        kestrel.Limits.MinResponseDataRate = null;
        kestrel.Listen(options.Listen, endpoint =>
        {
            endpoint.Protocols = HttpProtocols.Http1;
            if (options.Certificate is { } certificate)
            {
                endpoint.Use(next => new TlsConnection(next, certificate).ServeAsync);
            }
        });
        return kestrel;
    }
}
