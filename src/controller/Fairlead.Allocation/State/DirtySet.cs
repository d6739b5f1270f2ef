namespace Fairlead.Allocation.State;

/// <summary>What is to be looked into, each once, in the order in which it was marked.</summary>
internal sealed class DirtySet<T>
    where T : class
{
    private readonly Queue<T> _queue = new();
    private readonly HashSet<T> _waiting = [];

    public int Count => _queue.Count;

    public void Mark(T item)
    {
        if (_waiting.Add(item))
        {
            _queue.Enqueue(item);
        }
    }

    public bool TryTake(out T item)
    {
        if (!_queue.TryDequeue(out item!))
        {
            return false;
        }

        _waiting.Remove(item);
        return true;
    }
}
