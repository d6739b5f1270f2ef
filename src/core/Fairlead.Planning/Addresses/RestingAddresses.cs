using Fairlead.Model.Addresses;

namespace Fairlead.Planning.Addresses;

/// <summary>Freed addresses in the order in which they were freed.</summary>
internal sealed class RestingAddresses
{
    private readonly LinkedList<(InetAddress Address, TimeSpan Since)> _queue = new();
    private readonly Dictionary<InetAddress, LinkedListNode<(InetAddress Address, TimeSpan Since)>> _places = [];

    public int Count => _places.Count;

    public (InetAddress Address, TimeSpan Since)? Oldest => _queue.First?.Value;

    public IEnumerable<(InetAddress Address, TimeSpan Since)> All => _queue;

    public bool Contains(InetAddress address) => _places.ContainsKey(address);

    public void Add(InetAddress address, TimeSpan since)
    {
        Remove(address);
        _places.Add(address, _queue.AddLast((address, since)));
    }

    public void Remove(InetAddress address)
    {
        if (_places.Remove(address, out var place))
        {
            _queue.Remove(place);
        }
    }

    public InetAddress TakeOldest()
    {
        var address = _queue.First!.Value.Address;
        Remove(address);
        return address;
    }

    /// <summary>Those freed at <paramref name="until"/> or earlier have rested enough.</summary>
    public void Expire(TimeSpan until)
    {
        while (_queue.First is { Value.Since: var since } && since <= until)
        {
            TakeOldest();
        }
    }
}
