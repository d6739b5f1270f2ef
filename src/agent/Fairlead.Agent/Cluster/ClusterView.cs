using Fairlead.Agent.Pods;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Agent.Cluster;

/// <summary>
/// What the agent knows of the cluster: the last spec of its NodeNetwork that it heeds, the pods of its node, classes and
/// namespaces. One writer for each, any number of readers; who waits for news is woken.
/// </summary>
public sealed class ClusterView
{
    private readonly Lock _gate = new();
    private readonly News _news = new();
    private readonly Dictionary<(string Namespace, string Name), Pod> _pods = [];
    private readonly Dictionary<string, PodNetworkClass> _classes = [];
    private readonly Dictionary<string, Namespace> _namespaces = [];
    private bool _allClasses;
    private NodeNetwork? _network;
    private ClusterNetwork? _cluster;

    /// <summary>Called after every change, on the thread that brought it. It must not wait.</summary>
    public Action Changed { get; set; } = static () => { };

    /// <summary>The NodeNetwork whose spec counts; null before there was one.</summary>
    public NodeNetwork? Network
    {
        get
        {
            lock (_gate)
            {
                return _network;
            }
        }
    }

    public ClusterNetwork? Cluster
    {
        get
        {
            lock (_gate)
            {
                return _cluster;
            }
        }
    }

    /// <summary>Why the spec that the store has is not heeded; empty where it is.</summary>
    public string Unheeded { get; private set; } = "";

    public IReadOnlyList<PodNetworkClass> Classes
    {
        get
        {
            lock (_gate)
            {
                return [.. _classes.Values];
            }
        }
    }

    /// <summary>Counts changes, for <see cref="WaitForNews"/>.</summary>
    public long Version => _news.Count;

    public Pod? FindPod(string ns, string name)
    {
        lock (_gate)
        {
            return _pods.GetValueOrDefault((ns, name));
        }
    }

    /// <summary>What is missing to say which class a namespace's pods have: an earlier life's classes may not be all. Empty where nothing is.</summary>
    public string LacksForClassOf(string ns)
    {
        lock (_gate)
        {
            return !_allClasses ? "the pod network classes have not been listed yet"
                : _classes.Values.Any(item => item.Spec.NamespaceSelector is not null) && !_namespaces.ContainsKey(ns) ? $"the labels of namespace {ns}, by which classes choose, are not known yet"
                : "";
        }
    }

    /// <summary>Empty where the namespace is not known.</summary>
    public IReadOnlyDictionary<string, string> LabelsOf(string ns)
    {
        lock (_gate)
        {
            return _namespaces.GetValueOrDefault(ns)?.Metadata.Labels ?? new Dictionary<string, string>();
        }
    }

    /// <summary>
    /// A spec of an earlier term is of a controller that was deposed: it is not heeded, unless the object is another one than before.
    /// </summary>
    public void See(NodeNetwork network)
    {
        Change(() =>
        {
            if (_network is { } known && known.Metadata.Uid == network.Metadata.Uid && network.Spec.Term < known.Spec.Term)
            {
                Unheeded = $"the spec is of term {network.Spec.Term} and one of term {known.Spec.Term} was seen: it is of a controller that no longer leads";
                // What people read of it is as true as ever.
                _network = known with { Status = network.Status };
                return;
            }

            Unheeded = "";
            _network = network;
        });
    }

    public void See(ClusterNetwork cluster) => Change(() => _cluster = cluster);

    public void See(Pod pod, bool isGone) => Put(_pods, (pod.Metadata.Namespace, pod.Metadata.Name), pod, isGone);

    public void See(PodNetworkClass item, bool isGone) => Put(_classes, item.Metadata.Name, item, isGone);

    /// <summary>Every class that there is has been seen.</summary>
    public void SeeAllClasses() => Change(() => _allClasses = true);

    public void See(Namespace item, bool isGone) => Put(_namespaces, item.Metadata.Name, item, isGone);

    /// <summary>Blocks until something is otherwise than at <paramref name="version"/>, or the time is over.</summary>
    public void WaitForNews(long version, TimeSpan atMost) => _news.Wait(version, atMost);

    private void Put<TKey, TItem>(Dictionary<TKey, TItem> items, TKey key, TItem item, bool isGone)
        where TKey : notnull
        where TItem : class, IResource => Change(() =>
    {
        if (!isGone)
        {
            items[key] = item;
        }
        else if (items.GetValueOrDefault(key)?.Metadata.Uid == item.Metadata.Uid)
        {
            items.Remove(key);
        }
    });

    private void Change(Action change)
    {
        lock (_gate)
        {
            change();
        }

        _news.Tell();
        Changed();
    }
}
