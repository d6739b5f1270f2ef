using System.Net.Sockets;
using Fairlead.Kubernetes;
using Fairlead.Lab.Clusters;
using Fairlead.Lab.Hosts;
using Fairlead.Lab.Pods;
using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;

namespace Fairlead.Lab.Kubelets;

/// <summary>
/// One pod's life on its node, one step after the other: a sandbox, what runs in it, what is said of it, and its end. What fails is
/// tried again, each time a little later.
/// </summary>
internal sealed class PodWorker
{
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(5);

    private readonly ClusterClient _client;
    private readonly ClusterNews _news;
    private readonly LabHost _host;
    private readonly RunningPods _pods;
    private readonly SemaphoreSlim _starts;
    private readonly CancellationToken _stop;
    private readonly SemaphoreSlim _changed = new(0);
    private Pod _pod;
    private bool _isGone;
    private int _failures;
    private PodSandbox? _sandbox;
    private IDisposable? _program;
    private bool _isTold;

    /// <param name="starts">How many sandboxes may be made at a time on the node.</param>
    /// <param name="stop">The kubelet ends; pods live on.</param>
    public PodWorker(ClusterClient client, ClusterNews news, LabHost host, RunningPods pods, SemaphoreSlim starts, Pod pod, CancellationToken stop)
    {
        (_client, _news, _host, _pods, _starts, _pod, _stop) = (client, news, host, pods, starts, pod, stop);
        Ended = Task.Run(RunAsync, CancellationToken.None);
    }

    public Task Ended { get; }

    private static string Place(Pod pod) => new PodRequest(pod.Metadata.Name) { Namespace = pod.Metadata.Namespace }.Place;

    public void See(Pod pod)
    {
        Volatile.Write(ref _pod, pod);
        _changed.Release();
    }

    /// <summary>The object is there no more.</summary>
    public void SeeGone()
    {
        Volatile.Write(ref _isGone, true);
        _changed.Release();
    }

    private async Task RunAsync()
    {
        try
        {
            while (await StepAsync().ConfigureAwait(false) is { } wait)
            {
                await _changed.WaitAsync(wait, _stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            _program?.Dispose();
        }
    }

    /// <returns>How long nothing is to be done unless something changes; null when all is over.</returns>
    private async Task<TimeSpan?> StepAsync()
    {
        var (pod, isGone) = (Volatile.Read(ref _pod), Volatile.Read(ref _isGone));
        try
        {
            if (isGone || pod.Metadata.DeletionTimestamp is not null)
            {
                await EndAsync(pod, isGone).ConfigureAwait(false);
                return null;
            }

            if (_program is null && !pod.Spec.HostNetwork)
            {
                await StartAsync(pod).ConfigureAwait(false);
            }

            if (!_isTold)
            {
                await TellRunningAsync(pod).ConfigureAwait(false);
            }

            _failures = 0;
            return Timeout.InfiniteTimeSpan;
        }
        catch (ClusterException error)
        {
            // Gone already: the watch will say so. Otherwise the store is away for a while.
            return error.IsNotFound ? Timeout.InfiniteTimeSpan : NextWait();
        }
        catch (Exception error) when (error is not OperationCanceledException || !_stop.IsCancellationRequested)
        {
            // Not only what the lab says itself: a worker that something else ended would leave its pod as it is, without a word.
            await ComplainAsync(pod, isGone, error.Message).ConfigureAwait(false);
            return NextWait();
        }
    }

    private TimeSpan NextWait()
    {
        var wait = FirstWait * (1 << Math.Min(_failures++, 10));
        return wait < LongestWait ? wait : LongestWait;
    }

    // A sandbox that is there already is that of an attempt whose program did not start.
    private async Task StartAsync(Pod pod)
    {
        await _starts.WaitAsync(_stop).ConfigureAwait(false);
        try
        {
            _sandbox ??= _pods.Start(PodRequests.Of(pod), _host);
        }
        finally
        {
            _starts.Release();
        }

        _program = StartProgram(pod, _sandbox);
    }

    private static IDisposable StartProgram(Pod pod, PodSandbox sandbox)
    {
        var container = pod.Spec.Containers.FirstOrDefault();
        string[] command = [.. container?.Command ?? [], .. container?.Args ?? []];
        try
        {
            return command.Length > 0 ? new PodCommand(sandbox, command) : new PodListener(sandbox.Request.Place, sandbox.Netns);
        }
        catch (SocketException error)
        {
            throw new LabException($"nobody can listen in pod {sandbox.Request.Place}: {error.Message}", error);
        }
    }

    private async Task TellRunningAsync(Pod pod)
    {
        var host = _host.Nic!.Addresses.Select(address => address.Address).ToList();
        var addresses = _sandbox?.Addresses ?? host;
        if (addresses.Count == 0)
        {
            throw new LabException($"no plug-in gave pod {Place(pod)} an address");
        }

        var status = new PodStatus
        {
            Phase = "Running",
            HostIP = $"{host[0]}",
            PodIP = $"{addresses[0]}",
            PodIPs = [.. addresses.Select(address => new PodIp($"{address}"))],
            Conditions = PodConditions.Running(pod, DateTimeOffset.UtcNow),
        };
        await _client.PatchStatusAsync<Pod>(pod.Metadata.Name, pod.Metadata.Namespace, ResourcePatch.Status(status), _stop).ConfigureAwait(false);
        _isTold = true;
        _ = _news.TellAsync(pod, false, "Started", $"Started sandbox with {string.Join(" and ", addresses)}");
    }

    private async Task ComplainAsync(Pod pod, bool isGone, string message)
    {
        var isEnding = isGone || pod.Metadata.DeletionTimestamp is not null;
        _ = _news.TellAsync(pod, true, isEnding ? "FailedKillPod" : "FailedCreatePodSandBox", message);
        if (isEnding)
        {
            return;
        }

        var conditions = PodConditions.With(pod, PodConditions.HasSandbox, Condition.False, "FailedCreatePodSandBox", message, DateTimeOffset.UtcNow);
        try
        {
            await _client.PatchStatusAsync<Pod>(pod.Metadata.Name, pod.Metadata.Namespace, ResourcePatch.Status(pod.Status with { Phase = "Pending", Conditions = conditions }), _stop).ConfigureAwait(false);
        }
        catch (ClusterException)
        {
            // The next attempt says it again.
        }
    }

    private async Task EndAsync(Pod pod, bool isGone)
    {
        _program?.Dispose();
        _program = null;
        if (_sandbox is not null)
        {
            _pods.Stop(Place(pod));
            _sandbox = null;
        }

        if (!isGone)
        {
            await _client.DeleteAsync<Pod>(pod.Metadata.Name, pod.Metadata.Namespace, pod.Metadata.Uid, graceSeconds: 0, _stop).ConfigureAwait(false);
        }
    }
}
