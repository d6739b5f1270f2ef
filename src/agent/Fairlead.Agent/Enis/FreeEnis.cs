using Fairlead.Agent.Node;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Enis;

/// <summary>
/// ENIs of the node's own namespace that wait for pods, as rows: down, and with nothing on them. What other programs put there is taken
/// away and counted; one is given to a pod only while its row is as it should be.
/// </summary>
/// <param name="pool">Who has them when they are not free.</param>
/// <param name="cleaned">Called when some of them have become clean. It must not wait.</param>
internal sealed class FreeEnis(Reconciler reconciler, NodeTables tables, ExclusiveEniPool pool, Action cleaned)
{
    private readonly Lock _lock = new();
    private HashSet<MacAddress> _wished = [];

    /// <summary>Wishes those that are there and that nobody has. The rows of those that pods have or are to have are not its business.</summary>
    public void Refresh()
    {
        Ticket? ticket = null;
        lock (_lock)
        {
            // One is given only when its row of here is done: what is not wished here yet cannot go to a pod before the commit below.
            var (free, taken) = pool.Divide();
            var batch = reconciler.Write();
            foreach (var mac in free.Where(mac => !_wished.Contains(mac)))
            {
                batch.Upsert(tables.Enis, mac, EniRow.Free(mac));
            }

            foreach (var mac in _wished.Where(mac => !free.Contains(mac) && !taken.Contains(mac)))
            {
                batch.Delete(tables.Enis, mac);
            }

            _wished = [.. free];
            ticket = batch.Count == 0 ? null : batch.Commit();
        }

        _ = ticket?.Completion.ContinueWith(
            _ => cleaned(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
    }

    /// <summary>Whether it is in the node's namespace, down, with nothing on it.</summary>
    public bool IsClean(MacAddress mac) => tables.Enis.Find(mac) is { Status: RowStatus.Done, Wanted: { IsAtHome: true } };
}
