using Fairlead.Model.Addresses;

namespace Fairlead.Planning.Addresses;

/// <summary>Freed addresses in the order in which they were freed.</summary>
internal sealed class RestingAddresses
{
    private readonly LinkedList<(InetAddress Address, TimeSpan Since)> queue = new();
    private readonly Dictionary<InetAddress, LinkedListNode<(InetAddress Address, TimeSpan Since)>> places = [];

    public int Count => places.Count;

    public (InetAddress Address, TimeSpan Since)? Oldest => queue.First?.Value;

    public IEnumerable<(InetAddress Address, TimeSpan Since)> All => queue;

    public bool Contains(InetAddress address) => places.ContainsKey(address);

    public void Add(InetAddress address, TimeSpan since)
    {
        Remove(address);
        places.Add(address, queue.AddLast((address, since)));
    }

    public void Remove(InetAddress address)
    {
        if (places.Remove(address, out var place))
        {
            queue.Remove(place);
        }
    }

    public InetAddress TakeOldest()
    {
        var address = queue.First!.Value.Address;
        Remove(address);
        return address;
    }

    /// <summary>Those freed at <paramref name="until"/> or earlier have rested enough.</summary>
    public void Expire(TimeSpan until)
    {
        while (queue.First is { Value.Since: var since } && since <= until)
        {
            TakeOldest();
        }
    }
}
