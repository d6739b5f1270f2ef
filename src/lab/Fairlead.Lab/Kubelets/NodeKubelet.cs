using Fairlead.Kubernetes;
using Fairlead.Kubernetes.Watching;
using Fairlead.Lab.Clusters;
using Fairlead.Lab.Hosts;
using Fairlead.Lab.Pods;
using Fairlead.Resources.Core;

namespace Fairlead.Lab.Kubelets;

/// <summary>
/// What kubelet and container runtime do on a node, as far as pods' networks see it: it registers the node, renews its Lease, and runs
/// the pods that are bound to it by the plug-in that is installed there.
/// </summary>
internal sealed class NodeKubelet : IAsyncDisposable
{
    // As many as a runtime commonly has under way at a time.
    private const int StartsAtOnce = 10;

    private readonly ClusterClient _client;
    private readonly NodeRegistration _registration;
    private readonly LabHost _host;
    private readonly RunningPods _pods;
    private readonly ClusterNews _news;
    private readonly Informer<Pod> _informer;
    private readonly SemaphoreSlim _starts = new(StartsAtOnce);
    private readonly Dictionary<string, PodWorker> _workers = [];
    private readonly CancellationTokenSource _stop = new();
    private Task _running = Task.CompletedTask;

    public NodeKubelet(ClusterClient client, NodeRegistration registration, LabHost host, RunningPods pods)
    {
        (_client, _registration, _host, _pods) = (client, registration, host, pods);
        _news = new ClusterNews(client, "kubelet", host.Name);
        var selection = new Selection { Fields = $"spec.nodeName={host.Name}" };
        _informer = new Informer<Pod>(client, new InformerOptions { Selection = selection }, See);
    }

    /// <summary>Registers the node, then runs its pods until it is disposed of.</summary>
    public async Task StartAsync()
    {
        await _registration.RegisterAsync(_client, _stop.Token).ConfigureAwait(false);
        _running = Task.WhenAll(_informer.RunAsync(_stop.Token), Task.Run(() => _registration.RenewAsync(_client, _stop.Token)));
    }

    /// <summary>Pods stay as they are.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        await Task.WhenAll(_workers.Values.Select(worker => worker.Ended)).ConfigureAwait(false);
        _stop.Dispose();
        _starts.Dispose();
    }

    // One change after the other; a pod that is made anew under its name has another worker.
    private void See(ResourceChange<Pod> change)
    {
        var uid = change.Item.Metadata.Uid;
        if (change.Kind == ChangeKind.Gone)
        {
            if (_workers.Remove(uid, out var ended))
            {
                ended.SeeGone();
            }
        }
        else if (change.Before is { } before && before.Metadata.Uid != uid && _workers.Remove(before.Metadata.Uid, out var replaced))
        {
            replaced.SeeGone();
            Begin(change.Item);
        }
        else if (_workers.TryGetValue(uid, out var worker))
        {
            worker.See(change.Item);
        }
        else
        {
            Begin(change.Item);
        }
    }

    private void Begin(Pod pod) => _workers[pod.Metadata.Uid] = new PodWorker(_client, _news, _host, _pods, _starts, pod, _stop.Token);
}
