using Fairlead.Linux.Namespaces;
using Fairlead.Linux.Netlink;
using Fairlead.Reconciliation;

namespace Fairlead.Linux.Links;

/// <summary>
/// Deletes links together. One deletion waits 11 to 20 ms for RCU, a group of 64 waits 28 ms in all: links are moved into the
/// dying group at once (its packets are dropped from then on) and threads of their own delete the group, again and again,
/// while there is anything in it.
/// <para>
/// The kernel says that a link is gone (RTM_DELLINK) when nobody can find it any more and its name is free, and answers the
/// request only when its memory is too, half of the time later. Whoever hears the former passes it on by <see cref="NoteGone"/>;
/// and as the latter half no longer holds the lock of all links, a second thread deletes the next ones meanwhile.
/// </para>
/// </summary>
public sealed class DyingLinks : IDisposable
{
    private const int Threads = 2;

    private readonly uint _group;
    private readonly List<(Thread Thread, NetlinkConnection Connection)> _diggers = [];
    private readonly object _lock = new();
    private readonly Dictionary<int, TaskCompletionSource<WorldException?>> _waiting = [];
    private readonly Dictionary<int, TaskCompletionSource<WorldException?>> _underWay = [];
    private bool _stopped;

    /// <exception cref="KernelException">The kernel refuses a socket.</exception>
    public DyingLinks(INetworkNamespace node, uint group)
    {
        _group = group;
        for (var i = 0; i < Threads; i++)
        {
            var connection = new NetlinkConnection(node.Open(NetlinkProtocol.Route));
            _diggers.Add((new Thread(() => Run(connection)) { IsBackground = true, Name = "dying links" }, connection));
        }

        _diggers.ForEach(digger => digger.Thread.Start());
    }

    /// <summary>Ends when the link, which is in the dying group already, is gone: with null, or with what the kernel said.</summary>
    public Task<WorldException?> Bury(int index)
    {
        lock (_lock)
        {
            if (!_underWay.TryGetValue(index, out var done) && !_waiting.TryGetValue(index, out done))
            {
                // Whoever goes on from here may as well dispose of this object, and would wait for its own thread.
                _waiting[index] = done = new TaskCompletionSource<WorldException?>(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            Monitor.Pulse(_lock);
            return done.Task;
        }
    }

    /// <summary>The kernel has said of its own accord that a link of the node is gone, whosever it was.</summary>
    public void NoteGone(int index)
    {
        lock (_lock)
        {
            End(_waiting, index, null);
            End(_underWay, index, null);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stopped = true;
            Monitor.PulseAll(_lock);
        }

        foreach (var (thread, connection) in _diggers)
        {
            thread.Join();
            connection.Dispose();
        }
    }

    private static void End(Dictionary<int, TaskCompletionSource<WorldException?>> links, int index, WorldException? error)
    {
        if (links.Remove(index, out var done))
        {
            done.SetResult(error);
        }
    }

    private void Run(NetlinkConnection connection)
    {
        while (Next() is { } indexes)
        {
            var error = Delete(connection);
            lock (_lock)
            {
                indexes.ForEach(index => End(_underWay, index, error));
            }
        }
    }

    /// <returns>All that wait; null when there are none and there will be no more.</returns>
    private List<int>? Next()
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

            var indexes = _waiting.Keys.ToList();
            foreach (var (index, done) in _waiting)
            {
                _underWay[index] = done;
            }

            _waiting.Clear();
            return indexes;
        }
    }

    private KernelException? Delete(NetlinkConnection connection)
    {
        try
        {
            var batch = new NetlinkBatch(128);
            LinkCodec.WriteDeleteGroup(batch, _group);
            var result = connection.Execute(batch)[0];
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
