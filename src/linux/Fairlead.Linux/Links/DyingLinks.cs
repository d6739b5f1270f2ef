using Fairlead.Linux.Netlink;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Links;

/// <summary>
/// Deletes links together. One deletion waits 11 to 20 ms for RCU, a group of 64 waits 28 ms in all: links are moved into the
/// dying group at once (its packets are dropped from then on) and a thread of its own deletes the group, again and again,
/// while there is anything in it.
/// </summary>
public sealed class DyingLinks : IDisposable
{
    private readonly NetlinkConnection _connection;
    private readonly uint _group;
    private readonly Thread _thread;
    private readonly object _lock = new();
    private Dictionary<int, TaskCompletionSource<WorldException?>> _waiting = [];
    private bool _stopped;

    /// <param name="connection">A connection into the node's namespace for this object alone; it waits for RCU on it.</param>
    public DyingLinks(NetlinkConnection connection, uint group)
    {
        _connection = connection;
        _group = group;
        _thread = new Thread(Run) { IsBackground = true, Name = "dying links" };
        _thread.Start();
    }

    /// <summary>Ends when the link, which is in the dying group already, is gone: with null, or with what the kernel said.</summary>
    public Task<WorldException?> Bury(int index)
    {
        TaskCompletionSource<WorldException?> done;
        lock (_lock)
        {
            if (!_waiting.TryGetValue(index, out done!))
            {
                // Whoever goes on from here may as well dispose of this object, and would wait for its own thread.
                _waiting[index] = done = new TaskCompletionSource<WorldException?>(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            Monitor.Pulse(_lock);
        }

        return done.Task;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
            Monitor.Pulse(_lock);
        }

        _thread.Join();
        _connection.Dispose();
    }

    private void Run()
    {
        while (Next() is { } buried)
        {
            var error = Delete();
            foreach (var done in buried.Values)
            {
                done.SetResult(error);
            }
        }
    }

    /// <returns>All that wait; null when there are none and there will be no more.</returns>
    private Dictionary<int, TaskCompletionSource<WorldException?>>? Next()
    {
        lock (_lock)
        {
            while (_waiting.Count == 0)
            {
                if (_stopped)
                {
                    return null;
                }

                Monitor.Wait(_lock);
            }

            var next = _waiting;
            _waiting = [];
            return next;
        }
    }

    private KernelException? Delete()
    {
        try
        {
            var batch = new NetlinkBatch(128);
            LinkCodec.WriteDeleteGroup(batch, _group);
            var result = _connection.Execute(batch)[0];
            var error = result.ToException("deleting", $"links of group {_group}");
            // An empty group is ENODEV: somebody else was quicker.
            return result.IsSuccess || error.IsNotFound ? null : error;
        }
        catch (KernelException error)
        {
            return error;
        }
    }
}
