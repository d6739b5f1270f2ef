namespace Fairlead.Planning.Paths.Walking;

/// <summary>Notes what happens, place by place.</summary>
internal sealed class PathTrace
{
    private readonly List<(string Where, List<PathStep> Steps)> _hops = [];

    public IReadOnlyList<PathHop> Hops => [.. _hops.Select(hop => new PathHop(hop.Where, hop.Steps))];

    public int SmallestMtu { get; private set; } = int.MaxValue;

    public int Count => _hops.Count;

    public void Enter(string where)
    {
        if (_hops.Count == 0 || _hops[^1].Where != where)
        {
            _hops.Add((where, []));
        }
    }

    public void Say(string what, string text) => _hops[^1].Steps.Add(new PathStep(what, text));

    public void Wire(int mtu) => SmallestMtu = Math.Min(SmallestMtu, mtu);
}
