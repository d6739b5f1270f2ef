namespace Fairlead.Bench.Node;

/// <summary>Namespaces made before anything is timed, and used again and again: making and ending them is the runtime's work.</summary>
public sealed class NetnsPool(int count, string name = "pod") : IDisposable
{
    private readonly List<PodNetns> _pods = [.. Enumerable.Range(0, count).Select(i => PodNetns.Create($"{name}-{i}"))];

    public IReadOnlyList<PodNetns> Pods => _pods;

    public PodNetns this[int index] => _pods[index % _pods.Count];

    public void Dispose() => _pods.ForEach(pod => pod.Dispose());
}
