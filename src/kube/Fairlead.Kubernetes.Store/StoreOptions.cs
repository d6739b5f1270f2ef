using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace Fairlead.Kubernetes.Store;

/// <summary>How a store is run.</summary>
public sealed record StoreOptions
{
    /// <summary>Port 0 for one that the kernel chooses.</summary>
    public IPEndPoint Listen { get; init; } = new(IPAddress.Loopback, 0);

    /// <summary>Where everything is kept over a restart; null: nowhere.</summary>
    public string? StateFile { get; init; }

    /// <summary>What callers have to present as a bearer token; null: whoever reaches the store may do everything.</summary>
    public string? Token { get; init; }

    /// <summary>With its key: HTTPS is served by it; null for plain HTTP.</summary>
    public X509Certificate2? Certificate { get; init; }

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>How often a watcher that wants bookmarks gets one.</summary>
    public TimeSpan BookmarkEvery { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long an event is kept after it was last written (kube-apiserver's <c>--event-ttl</c> has the same default).</summary>
    public TimeSpan EventsLast { get; init; } = TimeSpan.FromHours(1);

    /// <summary>How often events are looked for whose time is over.</summary>
    public TimeSpan ExpireEvery { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How many changes a watch can be behind, and go on where it was.</summary>
    public int WindowEvents { get; init; } = 10_000;

    /// <summary>Octets of these changes' JSON.</summary>
    public long WindowOctets { get; init; } = 64 * 1024 * 1024;

    /// <summary>How many events may wait for one watcher before it is sent away.</summary>
    public int WatcherEvents { get; init; } = 10_000;

    /// <summary>Makes the socket, in another network namespace for instance; null for an ordinary one.</summary>
    public Func<EndPoint, Socket>? Bind { get; init; }

    /// <summary>Told of exceptions that are bugs of the store; their callers get an InternalError.</summary>
    public Action<Exception> Failed { get; init; } = static _ => { };
}
