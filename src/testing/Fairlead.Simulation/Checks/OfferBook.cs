using Fairlead.Model.Addresses;
using Fairlead.Resources.Network;

namespace Fairlead.Simulation.Checks;

/// <summary>What nodes are offered: no range to two of them, and no slice that overlaps another's.</summary>
/// <param name="isForced">Whether the world took it from the ENI by force, of which nobody may have heard yet.</param>
internal sealed class OfferBook(Func<string, Cidr, bool> isForced)
{
    private readonly Dictionary<Cidr, (string Node, string Interface)> _ranges = [];
    private readonly Dictionary<Cidr, string> _slices = [];
    private readonly Dictionary<string, NodeNetworkSpec> _specs = [];

    public void Put(string node, NodeNetworkSpec? spec)
    {
        var before = _specs.GetValueOrDefault(node);
        if (ReferenceEquals(before, spec))
        {
            return;
        }

        Remove(node, before, spec);
        if (spec is null)
        {
            _specs.Remove(node);
            return;
        }

        _specs[node] = spec;
        foreach (var eni in spec.Interfaces.Where(eni => before?.Interfaces.Contains(eni) != true))
        {
            foreach (var offered in Given(eni))
            {
                if (_ranges.TryGetValue(offered.Range, out var owner) && owner != (node, eni.Id) && !isForced(owner.Interface, offered.Range) && !isForced(eni.Id, offered.Range))
                {
                    throw new BrokenRuleException($"{offered.Range} of {eni.Id} is offered to {node}, and to {owner.Node} of {owner.Interface}");
                }

                _ranges[offered.Range] = (node, eni.Id);
            }
        }

        foreach (var slice in spec.PodSlices)
        {
            if (_slices.TryGetValue(slice, out var owner) && owner != node)
            {
                throw new BrokenRuleException($"the slice {slice} is {node}'s and {owner}'s");
            }

            _slices[slice] = node;
        }
    }

    /// <summary>What is to go may be somebody else's already, before anybody has heard that it went.</summary>
    private static IEnumerable<OfferedRange> Given(NodeInterface eni) => eni.Retiring ? [] : eni.Ranges.Where(range => !range.Retiring);

    private void Remove(string node, NodeNetworkSpec? before, NodeNetworkSpec? after)
    {
        foreach (var eni in before?.Interfaces.Where(eni => after?.Interfaces.Contains(eni) != true) ?? [])
        {
            foreach (var offered in Given(eni))
            {
                if (_ranges.TryGetValue(offered.Range, out var owner) && owner == (node, eni.Id))
                {
                    _ranges.Remove(offered.Range);
                }
            }
        }

        foreach (var slice in before?.PodSlices.Except(after?.PodSlices ?? []) ?? [])
        {
            _slices.Remove(slice);
        }
    }
}
