using Fairlead.Kubernetes.Watching;
using Fairlead.Model.Problems;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;
using Fairlead.Resources.Validation;

namespace Fairlead.Controller.Sources;

/// <summary>
/// Keeps from the allocator what makes no sense. Our own store takes no such object; a cluster of Kubernetes knows the schema only. Of an
/// object that became senseless, the last good one stays in force.
/// </summary>
/// <param name="nodes">Networks of nodes, whose slices a pod range must keep.</param>
/// <param name="judged">Told of objects that became senseless, or make sense again.</param>
internal sealed class Screening(Func<IReadOnlyList<NodeNetwork>> nodes, Action<IResource> judged)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(Type, ObjectKey), IResource> _good = [];
    private readonly Dictionary<(Type, ObjectKey), (IResource Item, string Reason)> _refused = [];

    /// <summary>What is wrong with it as it is now; null where nothing is.</summary>
    public string? RefusalOf<T>(string name, string ns = "")
        where T : IResource
    {
        lock (_gate)
        {
            return _refused.TryGetValue((typeof(T), new ObjectKey(ns, name)), out var refused) ? refused.Reason : null;
        }
    }

    /// <returns>Changes as the allocator is to hear them: this one or none, and others that make sense by it.</returns>
    public IReadOnlyList<(IResource Item, bool IsThere)> See(IResource item, bool isThere)
    {
        var told = new List<(IResource, bool)>();
        var verdicts = new List<IResource>();
        lock (_gate)
        {
            if (isThere)
            {
                Judge(item, told, verdicts);
            }
            else
            {
                Forget(item, told);
            }

            foreach (var (other, _) in _refused.Values.Where(refused => refused.Item != item).ToList())
            {
                Judge(other, told, verdicts);
            }
        }

        verdicts.ForEach(judged);
        return told;
    }

    private void Judge(IResource item, List<(IResource, bool)> told, List<IResource> verdicts)
    {
        var key = (item.GetType(), ObjectKey.Of(item));
        // A controller that begins has seen none that was good: what must not change is in the object itself.
        var before = _good.GetValueOrDefault(key) ?? (item as ClusterNetwork)?.Before();
        var others = _good.Where(entry => entry.Key != key).Select(entry => entry.Value).Concat(item is ClusterNetwork ? nodes() : []).ToList();
        var problems = ResourceValidation.Problems(item, before, others);
        var wasRefused = _refused.Remove(key);
        if (problems.Count > 0)
        {
            _refused[key] = (item, $"{string.Join("; ", problems)}; {(_good.ContainsKey(key) ? "what was last right stays in force" : "nothing is done by it until it is put right")}");
        }
        else
        {
            _good[key] = item;
            told.Add((item, true));
        }

        if (wasRefused || problems.Count > 0)
        {
            verdicts.Add(item);
        }
    }

    private void Forget(IResource item, List<(IResource, bool)> told)
    {
        var key = (item.GetType(), ObjectKey.Of(item));
        _refused.Remove(key);
        if (_good.Remove(key))
        {
            told.Add((item, false));
        }
    }
}
