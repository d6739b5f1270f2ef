namespace Fairlead.Simulation.Nodes;

/// <summary>The nodes that there are, by name, by instance and by number.</summary>
internal sealed class NodeSet
{
    private readonly List<ModelNode> _all = [];
    private readonly Dictionary<string, ModelNode> _byName = [];
    private readonly Dictionary<string, ModelNode> _byInstance = [];

    public IReadOnlyList<ModelNode> All => _all;

    public ModelNode? Find(string name) => _byName.GetValueOrDefault(name);

    public ModelNode? OfInstance(string instance) => _byInstance.GetValueOrDefault(instance);

    public void Add(ModelNode node)
    {
        node.Place = _all.Count;
        _all.Add(node);
        _byName[node.Name] = node;
        _byInstance[node.Instance] = node;
    }

    public void Remove(ModelNode node)
    {
        if (_byInstance.Remove(node.Instance))
        {
            var last = _all[^1];
            (_all[node.Place], last.Place) = (last, node.Place);
            _all.RemoveAt(_all.Count - 1);
            if (_byName.GetValueOrDefault(node.Name) == node)
            {
                _byName.Remove(node.Name);
            }
        }
    }
}
