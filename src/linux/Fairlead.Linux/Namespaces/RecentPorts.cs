namespace Fairlead.Linux.Namespaces;

/// <summary>The ports of the latest netlink sockets.</summary>
internal sealed class RecentPorts
{
    // Sockets into pods are closed as soon as the reconciler rests; a thousand pods may have come and gone before the news of the first is read.
    private const int Remembered = 4096;

    private readonly Queue<uint> _order = new();
    private readonly HashSet<uint> _known = [];

    public bool Contains(uint port) => port != 0 && _known.Contains(port);

    public void Add(uint port)
    {
        if (!_known.Add(port))
        {
            return;
        }

        _order.Enqueue(port);
        if (_order.Count > Remembered)
        {
            _known.Remove(_order.Dequeue());
        }
    }
}
