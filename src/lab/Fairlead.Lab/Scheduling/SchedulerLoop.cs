using Fairlead.Kubernetes;
using Fairlead.Kubernetes.Watching;
using Fairlead.Lab.Clusters;
using Fairlead.Resources.Core;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;

namespace Fairlead.Lab.Scheduling;

/// <summary>
/// Binds pods to nodes, says of those that fit nowhere why, and tries them again whenever something changes. It also deletes pods of
/// nodes that are gone, as Kubernetes' collector of pods does.
/// </summary>
internal sealed class SchedulerLoop : IAsyncDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(500);

    private readonly ClusterClient _client;
    private readonly ClusterNews _news;
    private readonly Informer<Node> _nodes;
    private readonly Informer<Pod> _pods;
    private readonly SemaphoreSlim _changed = new(1);
    private readonly CancellationTokenSource _stop = new();

    // Bound by us, and not seen so yet.
    private readonly Dictionary<string, string> _assumed = [];
    private Task _running = Task.CompletedTask;

    public SchedulerLoop(ClusterClient client)
    {
        _client = client;
        _news = new ClusterNews(client, "default-scheduler");
        _nodes = new Informer<Node>(client, new InformerOptions(), _ => Wake(), Wake);
        _pods = new Informer<Pod>(client, new InformerOptions(), _ => Wake(), Wake);
    }

    /// <summary>All pods of the cluster, as last seen.</summary>
    public IReadOnlyList<Pod> Pods => _pods.Snapshot;

    /// <summary>All nodes of the cluster, as last seen.</summary>
    public IReadOnlyList<Node> Nodes => _nodes.Snapshot;

    public void Start() => _running = Task.WhenAll(_nodes.RunAsync(_stop.Token), _pods.RunAsync(_stop.Token), Task.Run(RunAsync));

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _running.ConfigureAwait(false);
        _stop.Dispose();
        _changed.Dispose();
    }

    private void Wake()
    {
        if (_changed.CurrentCount == 0)
        {
            _changed.Release();
        }
    }

    private async Task RunAsync()
    {
        try
        {
            await Task.WhenAll(_nodes.WaitUntilSyncedAsync(_stop.Token), _pods.WaitUntilSyncedAsync(_stop.Token)).ConfigureAwait(false);
            while (true)
            {
                await _changed.WaitAsync(_stop.Token).ConfigureAwait(false);
                await StepAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The lab ends.
        }
    }

    private async Task StepAsync()
    {
        try
        {
            await CollectAsync().ConfigureAwait(false);
            var pods = WithAssumed();
            foreach (var pod in pods.Where(IsWaiting).OrderBy(pod => pod.Metadata.CreationTimestamp).ThenBy(pod => pod.Metadata.Name, StringComparer.Ordinal).ToList())
            {
                await PlaceAsync(pod, pods).ConfigureAwait(false);
                pods = WithAssumed();
            }
        }
        catch (ClusterException)
        {
            // The store is away, or somebody else was quicker; what changed then wakes us, or the clock does.
            await Task.Delay(Soon, _stop.Token).ConfigureAwait(false);
            Wake();
        }
    }

    private static bool IsWaiting(Pod pod) => pod.Spec.NodeName.Length == 0 && pod.Metadata.DeletionTimestamp is null && pod.Status.Phase is "" or "Pending";

    private List<Pod> WithAssumed()
    {
        var pods = _pods.Snapshot;
        foreach (var seen in _assumed.Keys.Where(uid => pods.FirstOrDefault(pod => pod.Metadata.Uid == uid) is not { Spec.NodeName: "" }).ToList())
        {
            _assumed.Remove(seen);
        }

        return [.. pods.Select(pod => _assumed.TryGetValue(pod.Metadata.Uid, out var node) ? pod with { Spec = pod.Spec with { NodeName = node } } : pod)];
    }

    private async Task PlaceAsync(Pod pod, IReadOnlyList<Pod> pods)
    {
        switch (PodScheduler.Choose(pod, _nodes.Snapshot, pods))
        {
            case Placement.On on:
                await _client.BindAsync(pod.Metadata.Namespace, pod.Metadata.Name, on.Node, _stop.Token).ConfigureAwait(false);
                _assumed[pod.Metadata.Uid] = on.Node;
                _ = _news.TellAsync(pod, false, "Scheduled", $"Successfully assigned {pod.Metadata.Namespace}/{pod.Metadata.Name} to {on.Node}");
                break;
            case Placement.Nowhere nowhere when PodConditions.Complaint(pod) != nowhere.Message:
                var conditions = PodConditions.With(pod, PodConditions.Scheduled, Condition.False, "Unschedulable", nowhere.Message, DateTimeOffset.UtcNow);
                var status = pod.Status with { Phase = "Pending", Conditions = conditions };
                await _client.PatchStatusAsync<Pod>(pod.Metadata.Name, pod.Metadata.Namespace, ResourcePatch.Status(status, pod.Metadata.ResourceVersion), _stop.Token).ConfigureAwait(false);
                _ = _news.TellAsync(pod, true, "FailedScheduling", nowhere.Message);
                break;
        }
    }

    private async Task CollectAsync()
    {
        var nodes = _nodes.Snapshot.Select(node => node.Metadata.Name).ToHashSet();
        foreach (var pod in _pods.Snapshot.Where(pod => pod.Spec.NodeName.Length > 0 && !nodes.Contains(pod.Spec.NodeName)))
        {
            await _client.DeleteAsync<Pod>(pod.Metadata.Name, pod.Metadata.Namespace, pod.Metadata.Uid, graceSeconds: 0, _stop.Token).ConfigureAwait(false);
        }
    }
}
