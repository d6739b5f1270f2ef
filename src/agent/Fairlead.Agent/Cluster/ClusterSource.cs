using Fairlead.Agent.Log;
using Fairlead.Kubernetes;
using Fairlead.Kubernetes.Watching;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Cluster;

/// <summary>
/// Watches of the cluster's store what concerns this node, and puts it into the view. While the store cannot be reached the view
/// stays as it was, and pods are served from it.
/// </summary>
internal sealed class ClusterSource : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly ClusterClient _client;
    private readonly ClusterView _view;
    private readonly NodeLog _log;
    private readonly string _node;
    private readonly Lock _failures = new();
    private readonly Dictionary<string, string> _lastFailure = [];
    private Task _running = Task.CompletedTask;

    /// <exception cref="IOException">The file of authorities cannot be read.</exception>
    /// <exception cref="System.Security.Cryptography.CryptographicException">It is no PEM.</exception>
    public ClusterSource(ClusterOptions options, string node, ClusterView view, NodeLog log)
    {
        _client = new ClusterClient(new ClusterEndpoint
        {
            Server = options.Server,
            TokenFile = options.TokenFile,
            AuthorityFile = options.AuthorityFile,
            UserAgent = $"fairlead-agent/{Reports.AgentVersion.Text}",
        });
        _node = node;
        _view = view;
        _log = log;
    }

    public ClusterClient Client => _client;

    public void Start() => _running = Task.WhenAll(
        Watch<NodeNetwork>($"metadata.name={_node}", change => See(change, _view.See)),
        Watch<ClusterNetwork>($"metadata.name={ClusterNetwork.Name}", change => See(change, _view.See)),
        Watch<PodNetworkClass>("", change => _view.See(change.Item, change.Kind == ChangeKind.Gone), _view.SeeAllClasses),
        Watch<Namespace>("", change => _view.See(change.Item, change.Kind == ChangeKind.Gone)),
        Watch<Pod>($"spec.nodeName={_node}", change => _view.See(change.Item, change.Kind == ChangeKind.Gone)));

    public void Dispose()
    {
        _stop.Cancel();
        _running.Wait(TimeSpan.FromSeconds(5));
        _client.Dispose();
        _stop.Dispose();
    }

    // One that is deleted by mistake takes nobody's network away: what was said last counts until something else is said.
    private static void See<T>(ResourceChange<T> change, Action<T> see)
        where T : class, IResource
    {
        if (change.Kind != ChangeKind.Gone)
        {
            see(change.Item);
        }
    }

    private Task Watch<T>(string fields, Action<ResourceChange<T>> changed, Action? listed = null)
        where T : class, IResource
    {
        var name = typeof(T).Name;
        var options = new InformerOptions { Selection = new Selection { Fields = fields }, LongestWait = TimeSpan.FromSeconds(5), Failed = error => Say(name, error) };
        var informer = new Informer<T>(_client, options, changed, () =>
        {
            listed?.Invoke();
            Say(name, "");
        });
        return Task.Run(() => informer.RunAsync(_stop.Token));
    }

    // The same failure again and again is one line.
    private void Say(string name, string error)
    {
        lock (_failures)
        {
            if (_lastFailure.GetValueOrDefault(name, "-") == error)
            {
                return;
            }

            _lastFailure[name] = error;
        }

        _log.Say("cluster", error.Length == 0 ? $"{name}: read" : $"{name}: {error}");
    }
}
