namespace Fairlead.Reconciliation;

/// <summary>
/// The one engine that makes the world as it is wished. Targets are added in the order in which their rows are created;
/// removals go in reverse. A CNI ADD, its retry, the repair of a deleted route and the clean-up after a kill are one path
/// through <see cref="Step"/>.
/// <list type="bullet">
/// <item>Nothing is written before everything has been read once.</item>
/// <item>Nothing is pruned before every source has reported once; what somebody deleted by name goes at once.</item>
/// <item>Whatever came in while a step was with the kernel travels together in the next: one batch per target.</item>
/// <item>Wished rows first, then removals: a change-over makes before it breaks, and an ADD does not wait for a DEL.</item>
/// </list>
/// </summary>
public sealed class Reconciler
{
    private readonly TimeProvider _clock;
    private readonly long _start;
    private readonly Sources _sources;
    private readonly List<ReconciledTable> _tables = [];
    private readonly AutoResetEvent _signal = new(false);
    private readonly List<Ticket> _tickets = [];
    private long _revision;
    private long _sequence;

    /// <param name="sources">Everybody who must have reported before anything is pruned.</param>
    public Reconciler(TimeProvider clock, ReconcilerOptions options, params IEnumerable<string> sources)
    {
        _clock = clock;
        Options = options;
        _start = _clock.GetTimestamp();
        _sources = new Sources(sources);
    }

    /// <summary>In the order of creation.</summary>
    public IReadOnlyList<ReconciledTable> Tables => _tables;

    public ReconcilerOptions Options { get; }

    public long Revision
    {
        get
        {
            lock (Gate)
            {
                return _revision;
            }
        }
    }

    /// <summary>Sources that have not reported, in order; nothing is pruned until there is none.</summary>
    public IReadOnlyList<string> SilentSources
    {
        get
        {
            lock (Gate)
            {
                return _sources.Silent;
            }
        }
    }

    /// <summary>Every source has reported, every table has been read, and every row has been carried out or at least tried.</summary>
    public bool IsInSync
    {
        get
        {
            lock (Gate)
            {
                return _sources.AllReported && _tables.TrueForAll(table => table.HasBeenRead && !table.HasPending(prune: true));
            }
        }
    }

    /// <summary>Guards all tables and tickets; held for microseconds, never while a target works.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>
    /// The last write that this round carries out. One that is committed while the round is at a later table would reach that
    /// table before the earlier ones, an address before its link.
    /// </summary>
    internal long RoundRevision { get; private set; }

    /// <summary>Time since the start: steady, whatever becomes of the machine's calendar.</summary>
    internal TimeSpan Now => _clock.GetElapsedTime(_start);

    /// <summary>Adds a target after those that are there. All are added before the first step.</summary>
    public Table<TKey, TRow> Add<TKey, TRow>(ITarget<TKey, TRow> target)
        where TKey : notnull
        where TRow : class, IEquatable<TRow>
    {
        var table = new Table<TKey, TRow>(this, target);
        _tables.Add(table);
        return table;
    }

    /// <summary>The source has said all that it wished at its start.</summary>
    /// <exception cref="ArgumentException">No such source was announced.</exception>
    public void Reported(string source)
    {
        lock (Gate)
        {
            _sources.Reported(source);
        }

        Signal();
    }

    public WriteBatch Write() => new(this);

    /// <summary>Something may have changed in <paramref name="scope"/>: every table reads it again.</summary>
    public void MarkDirty(Scope scope) => _tables.ForEach(table => table.MarkDirty(scope));

    /// <summary>
    /// One round: what is written is carried out, one batch per target, and at most one scope that is due is read again. What
    /// that read finds is put right by the next step.
    /// </summary>
    /// <returns>How long the next step can wait, if nobody writes meanwhile; zero when there is more to do.</returns>
    public TimeSpan Step()
    {
        _tables.ForEach(table => table.FinishRemovals(Now));
        _tables.ForEach(table => table.ReadFirst(Now));
        if (_tables.TrueForAll(table => table.HasBeenRead))
        {
            Carry();
            // One read at most: whoever writes now waits for one read, not for all that are due.
            _ = _tables.Exists(table => table.ReadNext(Now));
        }

        SettleTickets();
        return Rest();
    }

    /// <summary>Blocks until somebody writes or reports something, somebody calls <see cref="Signal"/>, or the time is over.</summary>
    internal void WaitForSignal(TimeSpan atMost) => _signal.WaitOne(atMost);

    internal void Signal() => _signal.Set();

    internal Ticket Commit(List<Func<long, long, Written>> writes)
    {
        Ticket ticket;
        lock (Gate)
        {
            _revision++;
            ticket = new Ticket(_revision, writes.ConvertAll(write => write(_revision, ++_sequence)));
            if (!ticket.Settle())
            {
                _tickets.Add(ticket);
            }
        }

        Signal();
        return ticket;
    }

    /// <summary>Whether a table before <paramref name="table"/> holds up what is wished in the scope. Under the lock.</summary>
    internal bool IsHeldUp(ReconciledTable table, Scope scope)
    {
        foreach (var earlier in _tables)
        {
            if (ReferenceEquals(earlier, table))
            {
                return false;
            }

            if (earlier.HoldsUp(scope))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Something in <paramref name="table"/> is gone, and with it what later tables forgot on it. Under the lock.</summary>
    internal void CarrierGone(ReconciledTable table, Func<Scope, bool> carried)
    {
        foreach (var later in _tables.SkipWhile(other => !ReferenceEquals(other, table)).Skip(1))
        {
            later.DropForgotten(carried);
        }
    }

    private void Carry()
    {
        lock (Gate)
        {
            RoundRevision = _revision;
        }

        _tables.ForEach(table => table.ApplyWished(Now));
        SettleTickets();
        bool prune;
        lock (Gate)
        {
            prune = _sources.AllReported;
        }

        for (var i = _tables.Count - 1; i >= 0; i--)
        {
            _tables[i].ApplyRemovals(Now, prune);
        }
    }

    private void SettleTickets()
    {
        lock (Gate)
        {
            _tickets.RemoveAll(ticket => ticket.Settle());
        }
    }

    private TimeSpan Rest()
    {
        lock (Gate)
        {
            var all = _tables.TrueForAll(table => table.HasBeenRead);
            var due = Now + Options.FullReadEvery;
            foreach (var table in _tables)
            {
                if ((all || !table.HasBeenRead) && table.NextDue(_sources.AllReported) is var next && next < due)
                {
                    due = next;
                }
            }

            var rest = due - Now;
            return rest > TimeSpan.Zero ? rest : TimeSpan.Zero;
        }
    }
}
