using Fairlead.Model.Addresses;

namespace Fairlead.Cloud.Alibaba.Doubts;

/// <summary>
/// A release whose answer was lost may be done, and the cloud may have given the address again since, to the same ENI: repeated, the
/// release would take it from its new owner. So while a release is in doubt, nothing is assigned to its ENI, and what was assigned
/// since it was sent says whether it was done. All other releases wait for nobody.
/// </summary>
internal sealed class ReleaseDoubts
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, InterfaceLedger> _ledgers = [];

    /// <summary>Assigns when no release of that ENI is in doubt.</summary>
    public async Task<IReadOnlyList<Cidr>> AssignAsync(string id, Func<Task<IReadOnlyList<Cidr>>> assign, CancellationToken cancel)
    {
        while (Enter(id) is { } doubt)
        {
            await doubt.WaitAsync(cancel).ConfigureAwait(false);
        }

        IReadOnlyList<Cidr> given = [];
        try
        {
            return given = await assign().ConfigureAwait(false);
        }
        finally
        {
            Leave(id, given);
        }
    }

    /// <summary>Notes a release before it is sent.</summary>
    public PendingRelease Begin(string id, IReadOnlyList<Cidr> ranges)
    {
        var release = new PendingRelease(this, id, ranges);
        lock (_gate)
        {
            Ledger(id).Releases.Add(release);
        }

        return release;
    }

    /// <summary>The release is in doubt: from now on nothing is assigned. Ends when what was on its way is answered.</summary>
    internal Task AloneAsync(PendingRelease release)
    {
        lock (_gate)
        {
            var ledger = Ledger(release.Id);
            if (!release.IsAlone)
            {
                release.IsAlone = true;
                ledger.InDoubt++;
                ledger.Clear ??= NewSignal();
            }

            return ledger.Assigning == 0 ? Task.CompletedTask : (ledger.Idle ??= NewSignal()).Task;
        }
    }

    internal void End(PendingRelease release)
    {
        lock (_gate)
        {
            var ledger = Ledger(release.Id);
            ledger.Releases.Remove(release);
            if (release.IsAlone && --ledger.InDoubt == 0)
            {
                ledger.Clear!.SetResult();
                ledger.Clear = null;
            }

            Forget(release.Id, ledger);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <returns>What to wait for before trying again; null for who may go on.</returns>
    private Task? Enter(string id)
    {
        lock (_gate)
        {
            var ledger = Ledger(id);
            if (ledger.Clear is { } doubt)
            {
                return doubt.Task;
            }

            ledger.Assigning++;
            return null;
        }
    }

    private void Leave(string id, IReadOnlyList<Cidr> given)
    {
        lock (_gate)
        {
            var ledger = Ledger(id);
            ledger.Releases.ForEach(release => release.IsGivenAgain |= release.Ranges.Any(given.Contains));
            if (--ledger.Assigning == 0)
            {
                ledger.Idle?.SetResult();
                ledger.Idle = null;
            }

            Forget(id, ledger);
        }
    }

    private InterfaceLedger Ledger(string id) =>
        _ledgers.TryGetValue(id, out var ledger) ? ledger : _ledgers[id] = new InterfaceLedger();

    private void Forget(string id, InterfaceLedger ledger)
    {
        if (ledger.Assigning == 0 && ledger.Releases.Count == 0)
        {
            _ledgers.Remove(id);
        }
    }

    /// <summary>What is under way on one ENI.</summary>
    private sealed class InterfaceLedger
    {
        public int Assigning;
        public int InDoubt;
        public readonly List<PendingRelease> Releases = [];

        /// <summary>Set when no release is in doubt any more; null where none is.</summary>
        public TaskCompletionSource? Clear;

        /// <summary>Set when no assignment is under way any more; null where nobody waits for that.</summary>
        public TaskCompletionSource? Idle;
    }
}
