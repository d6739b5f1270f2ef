namespace Fairlead.Cloud.Alibaba;

/// <summary>How requests travel.</summary>
public static class Connections
{
    /// <summary>One client for the program's life: connections are kept, and made anew now and then so that a changed DNS entry is seen.</summary>
    public static HttpClient Open() => new(new SocketsHttpHandler
    {
        // A signed request must not go anywhere but where it was signed for.
        AllowAutoRedirect = false,
        UseCookies = false,
        ConnectTimeout = TimeSpan.FromSeconds(5),
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    })
    {
        // Each request has its own.
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>For the metadata service, which is never behind a proxy.</summary>
    public static HttpClient OpenToMetadata() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = TimeSpan.FromSeconds(1),
    });
}
