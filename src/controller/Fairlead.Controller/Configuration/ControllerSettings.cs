namespace Fairlead.Controller.Configuration;

/// <summary>What an operator says when the controller is started: by the file, by options, or not at all. Null: not said.</summary>
public sealed record ControllerSettings
{
    /// <summary>Read where no other file is named, if it is there.</summary>
    public const string DefaultFile = "/etc/fairlead/controller.yaml";

    public const string DefaultMetrics = "127.0.0.1:9464";

    /// <summary>Where the cluster's store is; without it and a kubeconfig, that of the cluster that the program runs in.</summary>
    public string? Server { get; init; }

    public string? Kubeconfig { get; init; }

    public string? TokenFile { get; init; }

    public string? AuthorityFile { get; init; }

    /// <summary><c>cn-hangzhou</c>.</summary>
    public string? Region { get; init; }

    /// <summary>Where all of the cloud's parts are; without it those of the region.</summary>
    public string? Endpoint { get; init; }

    /// <summary><c>vpc</c> or <c>internet</c>: by which way the region's endpoints are reached.</summary>
    public string? Network { get; init; }

    /// <summary>Folder of key files.</summary>
    public string? Keys { get; init; }

    /// <summary><c>namespace/name</c>.</summary>
    public string? Lease { get; init; }

    /// <summary>Address and port, or <c>off</c>.</summary>
    public string? Metrics { get; init; }

    /// <summary>What is said here, and where nothing is, what the other says.</summary>
    public ControllerSettings Over(ControllerSettings other) => new()
    {
        // Who names a server on the command line does not mean the file's kubeconfig, and the other way round.
        Server = Server ?? (Kubeconfig is null ? other.Server : null),
        Kubeconfig = Kubeconfig ?? (Server is null ? other.Kubeconfig : null),
        TokenFile = TokenFile ?? other.TokenFile,
        AuthorityFile = AuthorityFile ?? other.AuthorityFile,
        Region = Region ?? other.Region,
        Endpoint = Endpoint ?? other.Endpoint,
        Network = Network ?? other.Network,
        Keys = Keys ?? other.Keys,
        Lease = Lease ?? other.Lease,
        Metrics = Metrics ?? other.Metrics,
    };
}
