using Fairlead.Agent.Configuration;
using Fairlead.Agent.Log;
using Fairlead.Kubernetes;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Cluster;

/// <summary>The agent's tie to its cluster: what it sees of it, what it says to it, and what of it lies on the disk.</summary>
public sealed class ClusterLink : IDisposable
{
    private readonly ClusterFile _file;
    private readonly ClusterSource _source;
    private readonly StatusWriter _writer;
    private readonly InstanceReader _instance;
    private readonly CancellationTokenSource _stop = new();
    private Task _asking = Task.CompletedTask;
    private readonly Lock _saving = new();
    private long _saved;
    private IReadOnlySet<RetiredRange> _told = new HashSet<RetiredRange>();
    private readonly Lock _waking = new();
    private (string? Uid, long? Generation, string? Cluster) _woken;

    /// <param name="status">What the agent says of its pools, null while it cannot; the rest is filled in.</param>
    /// <param name="wake">Called on news of what the node may use. Must not wait.</param>
    /// <exception cref="IOException">The file of authorities cannot be read.</exception>
    public ClusterLink(AgentPaths paths, ClusterOptions options, string node, NodeLog log, Func<AgentStatus?> status, Action wake)
    {
        _file = new ClusterFile(paths.Cluster, log);
        _instance = new InstanceReader(options.Metadata);
        _source = new ClusterSource(options, node, View, log);
        _writer = new StatusWriter(_source.Client, node, () => status() is { } said ? Say(said) : null, log);
        _file.Load(View);
        View.Changed = () =>
        {
            // Pods and what the status says change all the time, and nobody waits for a look at them.
            var key = (View.Network?.Metadata.Uid, View.Network?.Metadata.Generation, View.Cluster?.Metadata.ResourceVersion);
            lock (_waking)
            {
                if (key == _woken)
                {
                    return;
                }

                _woken = key;
            }

            wake();
        };
    }

    public ClusterView View { get; } = new();

    public ClusterClient Client => _source.Client;

    public void Start()
    {
        _source.Start();
        _writer.Start();
        _asking = Task.Run(AskInstanceAsync);
    }

    /// <summary>Something that the agent says may be otherwise. Does not wait.</summary>
    public void Touch() => _writer.Touch();

    /// <summary>Writes what was heard to the disk, and again what the store has lost. Every second or so.</summary>
    public void Save()
    {
        if (View.Network is { } network)
        {
            _writer.Compare(network);
        }

        TrySave();
    }

    /// <summary>What the NodeNetwork says of why there is not what is wanted.</summary>
    public string WhyNot() => string.Join("; ", (View.Network?.Status.Conditions ?? [])
        .Where(condition => condition.Status != Condition.True && condition.Message.Length > 0)
        .Select(condition => $"{condition.Type} is {condition.Status}: {condition.Message}")
        .Concat(View.Unheeded.Length > 0 ? [View.Unheeded] : []));

    public void Dispose()
    {
        _stop.Cancel();
        _asking.Wait(TimeSpan.FromSeconds(5));
        _writer.Dispose();
        _source.Dispose();
        _stop.Dispose();
    }

    /// <summary>
    /// What is said to be free goes to other nodes: by then the spec that asked for it is on the disk, for an agent that is started without
    /// the store offers what it finds there. What cannot be written is said when it can.
    /// </summary>
    private AgentStatus Say(AgentStatus said)
    {
        if (!_told.IsSupersetOf(said.Retired) && !TrySave())
        {
            said = said with { Retired = [.. said.Retired.Where(_told.Contains)] };
        }

        _told = said.Retired.ToHashSet();
        return said with { Instance = _instance.Id };
    }

    /// <summary>By the agent's rounds and by what writes the status.</summary>
    /// <returns>Whether all that was heard is on the disk; where it is not, the next call tries again.</returns>
    private bool TrySave()
    {
        lock (_saving)
        {
            var version = View.Version;
            if (version != _saved && !_file.Save(View))
            {
                return false;
            }

            _saved = version;
            return true;
        }
    }

    private async Task AskInstanceAsync()
    {
        try
        {
            while (!await _instance.AskAsync(_stop.Token))
            {
                await Task.Delay(TimeSpan.FromSeconds(10), _stop.Token);
            }

            _writer.Touch();
        }
        catch (OperationCanceledException)
        {
        }
    }
}
