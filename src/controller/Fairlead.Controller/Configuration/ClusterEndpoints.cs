using Fairlead.Kubernetes;
using Fairlead.Model.Problems;

namespace Fairlead.Controller.Configuration;

/// <summary>The cluster's store that settings mean.</summary>
public static class ClusterEndpoints
{
    /// <param name="variable">Value of an environment variable.</param>
    /// <exception cref="ProblemException">They mean none.</exception>
    /// <exception cref="IOException">A file that they name cannot be read.</exception>
    public static ClusterEndpoint Of(ControllerSettings settings, Func<string, string?> variable)
    {
        var endpoint = settings.Server is { } server ? new ClusterEndpoint { Server = new Uri(server) }
            : settings.Kubeconfig is { } path ? KubeconfigFile.Read(File.ReadAllText(path), path, Path.GetDirectoryName(Path.GetFullPath(path))!)
            : ClusterEndpoint.InCluster(variable) ?? throw new ProblemException(
                "the controller's settings",
                [new Problem("cluster.server", "is missing, and this is no pod of a cluster; write --server https://10.0.0.1:6443, or --kubeconfig FILE")]);
        return endpoint with
        {
            TokenFile = settings.TokenFile ?? endpoint.TokenFile,
            AuthorityFile = settings.AuthorityFile ?? endpoint.AuthorityFile,
            UserAgent = "fairlead-controller",
        };
    }
}
