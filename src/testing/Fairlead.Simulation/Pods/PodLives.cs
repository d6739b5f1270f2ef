using Fairlead.Model.Addresses;
using Fairlead.Resources.Core;
using Fairlead.Simulation.Nodes;
using Fairlead.Simulation.Store;
using Fairlead.Simulation.Time;

namespace Fairlead.Simulation.Pods;

/// <summary>Pods from their making to their end, as scheduler, kubelet and runtime see to it.</summary>
internal sealed class PodLives
{
    private readonly VirtualTime _time;
    private readonly Chance _chance;
    private readonly ClusterStore _store;
    private readonly Dictionary<string, (PodTemplate Template, ModelNode? Node, string Uid)> _lives = [];

    private readonly HashSet<string> _addressed = [];
    // Where those that stay on their nodes were last.
    private readonly Dictionary<string, string> _places = [];

    public PodLives(NodeSet nodes, ClusterStore store, VirtualTime time, Chance chance)
    {
        (_time, _chance, _store) = (time, chance, store);
        Scheduler = new ModelScheduler(nodes, store, time, chance.Fork(), Bound);
    }

    public ModelScheduler Scheduler { get; }

    public PodTimes Times { get; init; } = new();

    public AddRecord Adds { get; } = new();

    /// <summary>Pods that are bound and have no address yet.</summary>
    public int WithoutAddress { get; private set; }

    /// <summary>Raised when a pod has its addresses.</summary>
    public event Action<string, IReadOnlyList<InetAddress>>? Addressed;

    public IReadOnlyCollection<string> Keys => _lives.Keys;

    public bool Exists(string key) => _lives.ContainsKey(key);

    public void Create(PodTemplate template, string name)
    {
        var pod = template.Make(name);
        var key = ClusterStore.Key(template.Namespace, name);
        _store.Put(pod);
        _lives[key] = (template, null, _store.Pods[key].Metadata.Uid);
        Scheduler.Add(key, template.Resource, template.StaysOnNode ? _places.GetValueOrDefault(key) : null);
    }

    /// <param name="gone">Called when nothing is left of it.</param>
    public void Delete(string key, Action? gone = null)
    {
        if (!_lives.Remove(key, out var life))
        {
            return;
        }

        var pod = _store.Pods[key];
        if (life.Node is null)
        {
            _store.RemovePod(pod.Metadata.Namespace, pod.Metadata.Name);
            gone?.Invoke();
            return;
        }

        WithoutAddress -= _addressed.Remove(key) ? 0 : 1;
        _store.Put(pod with { Metadata = pod.Metadata with { DeletionTimestamp = _time.Now } });
        _time.After(_chance.Within(Times.ToDelete), () =>
        {
            life.Node.Agent.Delete(key);
            _time.After(_chance.Within(Times.ToReport), () =>
            {
                Leave(key, life.Node, life.Template);
                _store.RemovePod(pod.Metadata.Namespace, pod.Metadata.Name);
                gone?.Invoke();
            });
        });
    }

    /// <summary>Its node is dead: nobody calls DEL, and the object goes as it is.</summary>
    public void Lose(string key)
    {
        if (_lives.Remove(key, out var life))
        {
            var pod = _store.Pods[key];
            WithoutAddress -= !_addressed.Remove(key) && life.Node is not null ? 1 : 0;
            Leave(key, life.Node, life.Template);
            _store.RemovePod(pod.Metadata.Namespace, pod.Metadata.Name);
        }
    }

    public PodTemplate? TemplateOf(string key) => _lives.TryGetValue(key, out var life) ? life.Template : null;

    private static void Leave(string key, ModelNode? node, PodTemplate template)
    {
        if (node?.Pods.Remove(key) == true && template.Resource is { } resource)
        {
            node.Used[resource]--;
        }
    }

    private void Bound(string key, ModelNode node)
    {
        var life = _lives[key] = _lives[key] with { Node = node };
        if (life.Template.StaysOnNode)
        {
            _places[key] = node.Name;
        }

        WithoutAddress++;
        _time.After(_chance.Within(Times.ToAdd), () =>
        {
            if (!IsSame(key, life.Uid))
            {
                return;
            }

            var asked = _time.Now;
            node.Agent.Add(life.Template.Wish(_store.Pods[key], node.Mode), addresses => Give(key, life.Uid, addresses, _time.Now - asked));
        });
    }

    private void Give(string key, string uid, IReadOnlyList<InetAddress> addresses, TimeSpan wait)
    {
        Adds.Add(wait);
        WithoutAddress--;
        _addressed.Add(key);
        Addressed?.Invoke(key, addresses);
        _time.After(_chance.Within(Times.ToReport), () =>
        {
            if (IsSame(key, uid))
            {
                var pod = _store.Pods[key];
                _store.Put(pod with { Status = pod.Status with { Phase = "Running", PodIP = $"{addresses[0]}", PodIPs = [.. addresses.Select(address => new PodIp($"{address}"))] } });
            }
        });
    }

    private bool IsSame(string key, string uid) => _lives.TryGetValue(key, out var life) && life.Uid == uid;
}
