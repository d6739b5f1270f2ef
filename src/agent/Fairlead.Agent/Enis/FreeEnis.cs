using Fairlead.Agent.Node;
using Fairlead.Model.Addresses;
using Fairlead.Model.Kernel;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Enis;

/// <summary>
/// ENIs of the node's own namespace that wait for pods, as rows: down, and with nothing on them. What other programs put there is taken
/// away and counted; one is given to a pod only while its row is as it should be.
/// </summary>
/// <param name="cleaned">Called when some of them have become clean. It must not wait.</param>
internal sealed class FreeEnis(Reconciler reconciler, NodeTables tables, Action cleaned)
{
    private readonly Lock _lock = new();
    private HashSet<MacAddress> _wished = [];

    /// <summary>Those that are there and that nobody has.</summary>
    /// <param name="taken">Those that pods have or are to have: their rows are not this one's business.</param>
    public void Wish(IReadOnlySet<MacAddress> free, IReadOnlySet<MacAddress> taken)
    {
        Ticket? ticket = null;
        lock (_lock)
        {
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
