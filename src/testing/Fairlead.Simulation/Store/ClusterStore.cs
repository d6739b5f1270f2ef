using Fairlead.Allocation.Observations;
using Fairlead.Resources.Core;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Simulation.Time;

namespace Fairlead.Simulation.Store;

/// <summary>The cluster's objects in memory. Who watches gets each change at once; how late it is heard is the watcher's business.</summary>
public sealed class ClusterStore(VirtualTime time)
{
    private readonly Dictionary<string, Node> _nodes = [];
    private readonly Dictionary<string, NodeNetwork> _networks = [];
    private readonly Dictionary<string, Pod> _pods = [];
    private readonly Dictionary<string, AddressReservation> _reservations = [];
    private readonly Dictionary<string, PodNetworkClass> _classes = [];
    private readonly Dictionary<string, Namespace> _namespaces = [];
    private long _version;

    public event Action<Observation>? Changed;

    public IReadOnlyDictionary<string, Node> Nodes => _nodes;

    public IReadOnlyDictionary<string, NodeNetwork> Networks => _networks;

    /// <summary>By namespace and name, with a slash between.</summary>
    public IReadOnlyDictionary<string, Pod> Pods => _pods;

    public IReadOnlyDictionary<string, AddressReservation> Reservations => _reservations;

    public IReadOnlyDictionary<string, PodNetworkClass> Classes => _classes;

    public ClusterNetwork? Configuration { get; private set; }

    public static string Key(string @namespace, string name) => $"{@namespace}/{name}";

    /// <summary>All objects, as whoever begins to watch gets them first.</summary>
    public IEnumerable<Observation> List()
    {
        yield return new ConfigurationSeen(Configuration);
        foreach (var item in _namespaces.Values)
        {
            yield return new NamespaceSeen(item);
        }

        foreach (var item in _classes.Values)
        {
            yield return new ClassSeen(item);
        }

        foreach (var item in _reservations.Values)
        {
            yield return new ReservationSeen(item);
        }

        foreach (var item in _networks.Values)
        {
            yield return new NodeNetworkSeen(item);
        }

        foreach (var item in _nodes.Values)
        {
            yield return new NodeSeen(item);
        }

        foreach (var item in _pods.Values)
        {
            yield return new PodSeen(item);
        }
    }

    public void Put(ClusterNetwork configuration)
    {
        Configuration = Kept(configuration, Configuration, isSpecChanged: true);
        Changed?.Invoke(new ConfigurationSeen(Configuration));
    }

    public void Put(Namespace item)
    {
        _namespaces[item.Metadata.Name] = item = Kept(item, _namespaces.GetValueOrDefault(item.Metadata.Name), isSpecChanged: false);
        Changed?.Invoke(new NamespaceSeen(item));
    }

    public void Put(PodNetworkClass item)
    {
        _classes[item.Metadata.Name] = item = Kept(item, _classes.GetValueOrDefault(item.Metadata.Name), isSpecChanged: true);
        Changed?.Invoke(new ClassSeen(item));
    }

    public void Put(Node item)
    {
        _nodes[item.Metadata.Name] = item = Kept(item, _nodes.GetValueOrDefault(item.Metadata.Name), isSpecChanged: false);
        Changed?.Invoke(new NodeSeen(item));
    }

    public void Put(Pod item)
    {
        var key = Key(item.Metadata.Namespace, item.Metadata.Name);
        _pods[key] = item = Kept(item, _pods.GetValueOrDefault(key), isSpecChanged: false);
        Changed?.Invoke(new PodSeen(item));
    }

    /// <param name="isSpecChanged">Whether its generation grows.</param>
    public void Put(NodeNetwork item, bool isSpecChanged)
    {
        _networks[item.Metadata.Name] = item = Kept(item, _networks.GetValueOrDefault(item.Metadata.Name), isSpecChanged);
        Changed?.Invoke(new NodeNetworkSeen(item));
    }

    public void Put(AddressReservation item, bool isSpecChanged)
    {
        var key = Key(item.Metadata.Namespace, item.Metadata.Name);
        _reservations[key] = item = Kept(item, _reservations.GetValueOrDefault(key), isSpecChanged);
        Changed?.Invoke(new ReservationSeen(item));
    }

    public void RemoveNode(string name)
    {
        if (_nodes.Remove(name))
        {
            Changed?.Invoke(new NodeGone(name));
        }
    }

    public void RemoveNetwork(string name)
    {
        if (_networks.Remove(name))
        {
            Changed?.Invoke(new NodeNetworkGone(name));
        }
    }

    public void RemovePod(string @namespace, string name)
    {
        if (_pods.Remove(Key(@namespace, name), out var pod))
        {
            Changed?.Invoke(new PodGone(@namespace, name, pod.Metadata.Uid));
        }
    }

    public void RemoveReservation(string @namespace, string name)
    {
        if (_reservations.Remove(Key(@namespace, name)))
        {
            Changed?.Invoke(new ReservationGone(@namespace, name));
        }
    }

    /// <summary>What the store itself writes into an object.</summary>
    private T Kept<T>(T item, T? before, bool isSpecChanged)
        where T : class, IResource
    {
        var meta = item.Metadata;
        _version++;
        IResource next = item switch
        {
            Node node => node with { Metadata = Next(meta, before?.Metadata, isSpecChanged) },
            Pod pod => pod with { Metadata = Next(meta, before?.Metadata, isSpecChanged) },
            NodeNetwork network => network with { Metadata = Next(meta, before?.Metadata, isSpecChanged) },
            AddressReservation reservation => reservation with { Metadata = Next(meta, before?.Metadata, isSpecChanged) },
            PodNetworkClass @class => @class with { Metadata = Next(meta, before?.Metadata, isSpecChanged) },
            ClusterNetwork configuration => configuration with { Metadata = Next(meta, before?.Metadata, isSpecChanged) },
            Namespace @namespace => @namespace with { Metadata = Next(meta, before?.Metadata, isSpecChanged) },
            _ => throw new ArgumentException($"the store keeps no {typeof(T).Name}", nameof(item)),
        };
        return (T)next;
    }

    private ObjectMeta Next(ObjectMeta meta, ObjectMeta? before, bool isSpecChanged) => meta with
    {
        Uid = before?.Uid ?? (meta.Uid.Length > 0 ? meta.Uid : $"uid-{_version}"),
        ResourceVersion = $"{_version}",
        Generation = before is null ? 1 : isSpecChanged ? before.Generation + 1 : before.Generation,
        CreationTimestamp = before?.CreationTimestamp ?? meta.CreationTimestamp ?? time.Now,
    };
}
