using System.Collections.Concurrent;
using System.Text.RegularExpressions;
using Fairlead.Lab.Hosts;
using Fairlead.Model.Problems;

namespace Fairlead.Lab.Pods;

/// <summary>The pods that have namespaces in this lab, by name.</summary>
internal sealed partial class RunningPods
{
    private readonly ConcurrentDictionary<string, PodSandbox> _pods = [];

    // A name belongs to one call at a time: two that run the same pod must not both make it.
    private readonly ConcurrentDictionary<string, bool> _busy = [];

    public IReadOnlyList<PodSandbox> All => [.. _pods.Values.OrderBy(pod => pod.Request.Place, StringComparer.Ordinal)];

    public IEnumerable<string> Names => _pods.Keys;

    public PodSandbox? TryFind(string place) => _pods.GetValueOrDefault(place);

    /// <exception cref="LabException">It is no name that a pod can have.</exception>
    public static void Check(string name)
    {
        if (!PodName().IsMatch(name))
        {
            throw new LabException($"'{name}' is no name for a pod: small letters, digits, hyphens and dots, 63 at most, a letter or digit first");
        }
    }

    /// <exception cref="LabException">The name is taken, or the plug-in refused.</exception>
    public PodSandbox Start(PodRequest request, LabHost node)
    {
        Check(request.Name);
        return Alone(request.Place, () => _pods.ContainsKey(request.Place)
            ? throw new LabException($"there is a pod {request.Place} already")
            : _pods[request.Place] = PodSandbox.Start(request, node));
    }

    /// <exception cref="LabException">There is no such pod, or the plug-in refused.</exception>
    public void Stop(string place) => Alone(place, () =>
    {
        (TryFind(place) ?? throw new LabException(Nearest.Sentence("pod", place, _pods.Keys))).Stop();
        return _pods.TryRemove(place, out _);
    });

    /// <summary>A node goes, and its pods with it: nobody calls the plug-in.</summary>
    public void Kill(string node)
    {
        foreach (var pod in _pods.Values.Where(pod => pod.Request.Node == node))
        {
            if (_pods.TryRemove(pod.Request.Place, out _))
            {
                pod.Kill();
            }
        }
    }

    private T Alone<T>(string pod, Func<T> work)
    {
        if (!_busy.TryAdd(pod, true))
        {
            throw new LabException($"pod {pod} is being started or deleted by somebody else");
        }

        try
        {
            return work();
        }
        finally
        {
            _busy.TryRemove(pod, out _);
        }
    }

    // As Kubernetes has them, and as long as the name of a host may be (HOST_NAME_MAX, 64).
    [GeneratedRegex(@"\A[a-z0-9][a-z0-9.-]{0,62}\z")]
    private static partial Regex PodName();
}
