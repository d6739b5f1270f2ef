namespace Fairlead.Kubernetes;

/// <summary>Where the cluster's store is, and as whom one speaks to it.</summary>
public sealed record ClusterEndpoint
{
    /// <summary>Where Kubernetes puts a pod's account.</summary>
    public const string ServiceAccountFolder = "/var/run/secrets/kubernetes.io/serviceaccount";

    /// <summary><c>https://host:port</c>, <c>http://host:port</c>, or <c>unix:///path</c> of a socket that speaks plain HTTP.</summary>
    public required Uri Server { get; init; }

    public string Token { get; init; } = "";

    /// <summary>Read again when a minute has passed or the store refuses the token: Kubernetes changes it hourly. Counts before <see cref="Token"/>.</summary>
    public string TokenFile { get; init; } = "";

    /// <summary>PEM file of the authorities that may vouch for the server; empty for the system's.</summary>
    public string AuthorityFile { get; init; } = "";

    /// <summary>The same as text; counts where there is no file.</summary>
    public string AuthorityPem { get; init; } = "";

    /// <summary>Certificate and key in PEM, for clusters that know their users by them; both or neither.</summary>
    public string ClientCertificatePem { get; init; } = "";

    public string ClientKeyPem { get; init; } = "";

    /// <summary>What the store's log calls us.</summary>
    public string UserAgent { get; init; } = "fairlead";

    /// <summary>How a pod reaches the cluster that it is part of; null outside of one.</summary>
    /// <param name="variable">Value of an environment variable.</param>
    public static ClusterEndpoint? InCluster(Func<string, string?> variable, string folder = ServiceAccountFolder)
    {
        var token = Path.Combine(folder, "token");
        if (variable("KUBERNETES_SERVICE_HOST") is not { Length: > 0 } host || !File.Exists(token))
        {
            return null;
        }

        var port = variable("KUBERNETES_SERVICE_PORT") is { Length: > 0 } given ? given : "443";
        var authority = host.Contains(':') ? $"[{host}]" : host;
        return new ClusterEndpoint { Server = new Uri($"https://{authority}:{port}"), TokenFile = token, AuthorityFile = Path.Combine(folder, "ca.crt") };
    }
}
