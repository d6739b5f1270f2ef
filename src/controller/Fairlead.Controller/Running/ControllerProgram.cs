using System.Net;
using Fairlead.Allocation;
using Fairlead.Cloud.Alibaba;
using Fairlead.Controller.Configuration;
using Fairlead.Controller.Metrics;
using Fairlead.Kubernetes;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Running;

/// <summary>The controller over a real cluster and Alibaba Cloud.</summary>
/// <param name="settings">Whole: what the file and the options say.</param>
/// <param name="variable">Value of an environment variable.</param>
/// <param name="log">Gets what an operator should read, a line each.</param>
public sealed class ControllerProgram(ControllerSettings settings, Func<string, string?> variable, Action<string> log)
{
    /// <summary>Ends when it is stopped, after the Lease has been given back.</summary>
    /// <exception cref="Fairlead.Model.Problems.ProblemException">The settings cannot be used.</exception>
    /// <exception cref="IOException">A file cannot be read, or nobody can listen where the metrics should be.</exception>
    public async Task RunAsync(CancellationToken stop)
    {
        var time = TimeProvider.System;
        using var client = new ClusterClient(ClusterEndpoints.Of(settings, variable), time);
        using var http = Connections.Open();
        using var toMetadata = Connections.OpenToMetadata();
        var endpoints = EndpointsOf(settings);
        var credentials = CredentialSources.Usual(settings.Keys, variable, endpoints, http, toMetadata, time);
        using var cloud = new AlibabaCloud(http, credentials, new AlibabaCloudOptions { Region = settings.Region!, Endpoints = endpoints }, time);
        var host = new ControllerHost(client, cloud, Options(settings), time);
        using var metrics = new MetricsBook(host);
        var page = settings.Metrics ?? ControllerSettings.DefaultMetrics;
        var serving = page == "off" ? Task.Delay(Timeout.Infinite, stop) : MetricsPage.ServeAsync(IPEndPoint.Parse(page), metrics.Text, stop);
        log($"cluster {client.Server}, region {settings.Region}{(settings.Endpoint is null ? "" : " at " + settings.Endpoint)}, metrics {page}");
        await await Task.WhenAny(host.RunAsync(stop), Unless(serving, stop));
    }

    /// <summary>What of ours nobody owns, as the controller that leads has written it down.</summary>
    /// <returns>Lines for people.</returns>
    /// <exception cref="ClusterException">The store does not say.</exception>
    public async Task<IReadOnlyList<string>> LeaksAsync(CancellationToken stop)
    {
        using var client = new ClusterClient(ClusterEndpoints.Of(settings, variable));
        return LeakReport.Lines(await client.FindAsync<ClusterNetwork>(ClusterNetwork.Name, cancel: stop));
    }

    private ControllerOptions Options(ControllerSettings given)
    {
        var lease = (given.Lease ?? "kube-system/fairlead-controller").Split('/');
        return new ControllerOptions
        {
            Allocator = term => new Allocator(new AllocatorOptions { Seed = (ulong)Random.Shared.NextInt64() }, term),
            Identity = $"{Environment.MachineName}-{Environment.ProcessId}-{Guid.NewGuid():N}"[..Math.Min(60, Environment.MachineName.Length + 24)],
            LeaseNamespace = lease[0],
            LeaseName = lease[1],
            Log = log,
        };
    }

    private static Endpoints EndpointsOf(ControllerSettings given) =>
        given.Endpoint is { } address ? Endpoints.At(new Uri(address))
        : given.Network == "internet" ? Endpoints.OnInternet(given.Region!)
        : Endpoints.InRegion(given.Region!);

    /// <summary>A page that ends because the program does is no failure, and must not end it before the Lease is given back.</summary>
    private static async Task Unless(Task serving, CancellationToken stop)
    {
        try
        {
            await serving;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            await Task.Delay(TimeSpan.FromSeconds(30), CancellationToken.None);
        }
    }
}
