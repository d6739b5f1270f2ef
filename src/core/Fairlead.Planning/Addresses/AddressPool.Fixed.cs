using Fairlead.Model.Addresses;

namespace Fairlead.Planning.Addresses;

/// <content>Addresses that belong to pods' names.</content>
public sealed partial class AddressPool
{
    private Dictionary<(string Namespace, string Pod), FixedOffer> _fixed = [];

    /// <summary>Which addresses belong to which pods' names from now on; what pods have of them stays theirs until they go.</summary>
    public void Keep(IReadOnlyList<FixedOffer> offers)
    {
        lock (_gate)
        {
            _fixed = offers.DistinctBy(entry => (entry.Namespace, entry.Pod)).ToDictionary(entry => (entry.Namespace, entry.Pod));
            NameAll();
        }
    }

    private void NameAll()
    {
        var all = _fixed.Values.SelectMany(entry => entry.Addresses).ToLookup(address => address.IsV6);
        Pools(pool => pool.Name(all[pool.IsV6], Now));
    }

    /// <returns>Why the pod cannot have what belongs to its name; null where nothing does, or where it can.</returns>
    private string? Obstacle(AddressRequest request, FixedOffer? own)
    {
        if (own is null)
        {
            return request.AwaitsFixed ? "which addresses belong to the pod's name has not been said yet" : null;
        }

        foreach (var address in own.Addresses)
        {
            if (!Of(address).Serves(address))
            {
                return $"{address}, which belongs to the pod's name, is no address that this node's slices have for pods";
            }

            if (Of(address).HolderOf(address) is { } holder)
            {
                return $"{address}, which belongs to the pod's name, is still held by container {holder.Owner.ContainerId}";
            }
        }

        return null;
    }

    private IEnumerable<PoolRow> KeptRows() =>
        from entry in _fixed.Values
        from address in entry.Addresses
        where Of(address).IsKept(address)
        select new PoolRow(address, null, null, $"{entry.Namespace}/{entry.Pod}");
}
