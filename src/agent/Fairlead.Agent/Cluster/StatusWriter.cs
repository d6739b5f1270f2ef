using Fairlead.Agent.Log;
using Fairlead.Kubernetes;
using Fairlead.Resources.Json;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Cluster;

/// <summary>
/// Writes the agent's part of its NodeNetwork's status, by merge patch and nobody else's field. Pods that come within a moment of each
/// other are one write.
/// </summary>
/// <param name="status">What is so now; null while nobody can say.</param>
internal sealed class StatusWriter(ClusterClient client, string node, Func<AgentStatus?> status, NodeLog log) : IDisposable
{
    private static readonly TimeSpan Gathering = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(1);

    // A store that was restored says something else than was written; one that says things in its own way must not be written for ever.
    private static readonly TimeSpan RewriteEvery = TimeSpan.FromSeconds(10);

    private readonly CancellationTokenSource _stop = new();
    private readonly SemaphoreSlim _dirty = new(1);
    // One while the semaphore has been released and nobody has taken it up: most touches come while there was one already.
    private int _touched = 1;
    private Task _running = Task.CompletedTask;
    private ReadOnlyMemory<byte> _written;
    private long _comparedAt;
    private bool _failed;

    public void Start() => _running = Task.Run(RunAsync);

    /// <summary>Something of the status may be otherwise. Does not wait.</summary>
    public void Touch()
    {
        if (Interlocked.Exchange(ref _touched, 1) == 0)
        {
            _dirty.Release();
        }
    }

    /// <summary>What the store has of it: written again where that is not what was written last. Looks every now and then only.</summary>
    public void Compare(NodeNetwork network)
    {
        var now = Environment.TickCount64;
        if (_written.IsEmpty || now - _comparedAt < RewriteEvery.TotalMilliseconds)
        {
            return;
        }

        _comparedAt = now;
        if (network.Status.Agent is not { } agent || !ResourcePatch.NodeNetworkAgent(agent).Span.SequenceEqual(_written.Span))
        {
            _written = default;
            Touch();
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _running.Wait(TimeSpan.FromSeconds(5));
    }

    private async Task RunAsync()
    {
        try
        {
            while (true)
            {
                await _dirty.WaitAsync(_stop.Token);
                await Task.Delay(Gathering, _stop.Token);
                Volatile.Write(ref _touched, 0);
                await WriteAsync();
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private async Task WriteAsync()
    {
        if (status() is not { } now)
        {
            // An agent that has not taken over its pods yet must not say that there are none.
            return;
        }

        var patch = ResourcePatch.NodeNetworkAgent(now);
        if (patch.Span.SequenceEqual(_written.Span))
        {
            return;
        }

        try
        {
            await client.PatchStatusAsync<NodeNetwork>(node, "", patch, _stop.Token);
            _written = patch;
            _failed = false;
        }
        catch (ClusterException error)
        {
            if (!_failed)
            {
                log.Say("cluster", "writing the status", error);
            }

            _failed = true;
            await Task.Delay(AfterFailure, _stop.Token);
            Touch();
        }
    }
}
