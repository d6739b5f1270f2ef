using Fairlead.Resources.Core;
using Fairlead.Simulation.Nodes;
using Fairlead.Simulation.Store;
using Fairlead.Simulation.Time;

namespace Fairlead.Simulation.Pods;

/// <summary>Binds pods to nodes that have room, by the numbers that nodes publish: of two at random the emptier one, or any that fits.</summary>
internal sealed class ModelScheduler(NodeSet nodes, ClusterStore store, VirtualTime time, Chance chance, Action<string, ModelNode> bound)
{
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private readonly LinkedList<(string Key, string Uid, string? Resource, string? Place)> _pending = [];
    private bool _isLooking;

    public int Pending => _pending.Count;

    /// <param name="place">The node on which it must run while that is there; null for any.</param>
    public void Add(string key, string? resource, string? place = null)
    {
        _pending.AddLast((key, store.Pods[key].Metadata.Uid, resource, place));
        Arm(TimeSpan.FromMilliseconds(10));
    }

    private void Arm(TimeSpan wait)
    {
        if (!_isLooking && _pending.Count > 0)
        {
            _isLooking = true;
            time.After(wait, () =>
            {
                _isLooking = false;
                Schedule();
                Arm(Look);
            });
        }
    }

    private void Schedule()
    {
        var full = new HashSet<string>();
        for (var entry = _pending.First; entry is not null;)
        {
            var next = entry.Next;
            var (key, uid, resource, place) = entry.Value;
            // One that went before it was bound may have a successor of its name.
            if (store.Pods.GetValueOrDefault(key)?.Metadata.Uid != uid)
            {
                _pending.Remove(entry);
            }
            else if (place is not null && nodes.Find(place) is { } only)
            {
                if (Fits(only, resource))
                {
                    _pending.Remove(entry);
                    Bind(key, resource, only);
                }
            }
            else if (!full.Contains(resource ?? ""))
            {
                if (Choose(resource) is { } node)
                {
                    _pending.Remove(entry);
                    Bind(key, resource, node);
                }
                else
                {
                    full.Add(resource ?? "");
                }
            }

            entry = next;
        }
    }

    private void Bind(string key, string? resource, ModelNode node)
    {
        node.Pods.Add(key);
        if (resource is not null)
        {
            node.Used[resource] = node.Used.GetValueOrDefault(resource) + 1;
        }

        var pod = store.Pods[key];
        store.Put(pod with { Spec = pod.Spec with { NodeName = node.Name } });
        bound(key, node);
    }

    private ModelNode? Choose(string? resource)
    {
        if (nodes.All.Count == 0)
        {
            return null;
        }

        var (one, other) = (chance.Pick(nodes.All), chance.Pick(nodes.All));
        var emptier = one.Pods.Count <= other.Pods.Count ? one : other;
        return Fits(emptier, resource) ? emptier : nodes.All.FirstOrDefault(node => Fits(node, resource));
    }

    private bool Fits(ModelNode node, string? resource)
    {
        if (node.IsLeaving || node.Pods.Count >= node.MostPods)
        {
            return false;
        }

        return resource is null || (store.Nodes.TryGetValue(node.Name, out var seen) && Allocatable(seen, resource) > node.Used.GetValueOrDefault(resource));
    }

    private static int Allocatable(Node node, string resource) =>
        node.Status.Allocatable.TryGetValue(resource, out var text) && int.TryParse(text, out var count) ? count : 0;
}
