namespace Fairlead.Agent.Journal;

/// <summary>
/// The node's memory: what it says is on the disk when <see cref="Append"/> returns. Records that arrive while a sync runs
/// share the next one; the first of them does it on its own thread, so that nobody is woken to do it.
/// </summary>
public sealed class NodeJournal : IDisposable
{
    // A journal of 250 pods is some 100 KB; below this size rewriting saves nothing.
    private const long CompactFrom = 256 * 1024;

    private readonly Lock _state = new();
    private readonly object _gate = new();
    private readonly JournalFile _file;
    private readonly JournalState _durable;
    private readonly List<JournalRecord> _owed = [];
    private JournalGroup _next = new();
    private bool _writing;
    // The file as it lies there must not be continued: it was damaged and could not be replaced yet.
    private bool _rewriteFirst;

    private NodeJournal(JournalFile file, JournalState state, JournalOpening opening)
    {
        _file = file;
        _durable = state;
        Opening = opening;
    }

    public JournalOpening Opening { get; }

    /// <summary>Why the last write failed; null while writing works.</summary>
    public string? Failure { get; private set; }

    public long Length => _file.Length;

    /// <summary>Opens the journal of a state folder. Whatever lies there, this succeeds: a node with a broken file must not be a node without an agent.</summary>
    /// <param name="path">The file; beside it a corrupt one is set aside with the time in its name.</param>
    public static NodeJournal Open(string path, TimeProvider time)
    {
        var file = new JournalFile(path);
        var found = FoundJournal.Read(file, path, time);
        var journal = new NodeJournal(file, found.State, found.Opening) { Failure = found.Opening.Failure };
        if (found.Opening.Damage == JournalDamage.Corrupt)
        {
            journal._rewriteFirst = true;
            journal.Compact();
        }

        return journal;
    }

    /// <summary>What is on the disk, as a copy that stays as it is.</summary>
    public JournalState Snapshot()
    {
        lock (_state)
        {
            return JournalState.Of(_durable.ToRecords());
        }
    }

    /// <summary>Returns when the records are on the disk.</summary>
    /// <exception cref="IOException">They are not, and will not be found there later either.</exception>
    public void Append(params ReadOnlySpan<JournalRecord> records)
    {
        JournalGroup mine;
        lock (_gate)
        {
            mine = _next;
            foreach (var record in records)
            {
                mine.Records.Add(record);
            }

            while (_writing && !mine.Written)
            {
                Monitor.Wait(_gate);
            }

            if (!mine.Written)
            {
                _writing = true;
                _next = new JournalGroup();
            }
        }

        if (!mine.Written)
        {
            Write(mine);
        }

        if (mine.Error is { } error)
        {
            throw new IOException(error, mine.Cause);
        }
    }

    /// <summary>
    /// Notes a record that must not fail and need not be waited for: the pod is gone, whatever the disk says, and who does not
    /// find the record finds no link either. It is written at once and not synced: that outlives a killed agent, and after a crash
    /// of the machine no pod is left anyway. While somebody else writes, it goes in front of the next records or with
    /// <see cref="PayOwed"/>, so an address cannot be given again on the disk before its release is there.
    /// </summary>
    public void Owe(JournalRecord record)
    {
        lock (_gate)
        {
            _owed.Add(record);
            if (_writing)
            {
                return;
            }
        }

        PayOwed();
    }

    /// <summary>Writes what is owed. What cannot be written stays owed, and <see cref="Failure"/> says why.</summary>
    public void PayOwed()
    {
        lock (_gate)
        {
            if (_owed.Count == 0)
            {
                return;
            }
        }

        try
        {
            Append();
        }
        catch (IOException)
        {
            // Failure says so to whoever asks.
        }
    }

    /// <summary>
    /// Tries again after a failure, so that what is owed gets to the disk and somebody who asks hears that it works, also
    /// where nobody appends because of the failure.
    /// </summary>
    public void RetryIfFailed()
    {
        if (Failure is null)
        {
            return;
        }

        try
        {
            Append(new KernelLife(Snapshot().Life));
        }
        catch (IOException)
        {
            // Failure says so already.
        }
    }

    /// <summary>Rewrites the file when most of it is history. Off the path of ADD: appends wait meanwhile.</summary>
    public void CompactIfWorthwhile()
    {
        if (_file.Length < CompactFrom)
        {
            return;
        }

        var live = JournalGroup.Encode(Snapshot().ToRecords()).WrittenCount;
        if (live * 4 < _file.Length)
        {
            Compact();
        }
    }

    public void Dispose()
    {
        PayOwed();
        Exclusively(_file.Dispose);
    }

    private void Compact() => Exclusively(() =>
    {
        try
        {
            _file.Replace(JournalGroup.Encode(Snapshot().ToRecords()).WrittenSpan);
            _rewriteFirst = false;
            Failure = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            Failure = $"rewriting the journal: {error.Message}";
        }
    });

    private void Exclusively(Action action)
    {
        lock (_gate)
        {
            while (_writing)
            {
                Monitor.Wait(_gate);
            }

            _writing = true;
        }

        try
        {
            action();
        }
        finally
        {
            lock (_gate)
            {
                _writing = false;
                Monitor.PulseAll(_gate);
            }
        }
    }

    private void Write(JournalGroup group)
    {
        List<JournalRecord> records;
        lock (_gate)
        {
            records = [.. _owed, .. group.Records];
        }

        var owed = records.Count - group.Records.Count;
        try
        {
            Put(records, isWaitedFor: group.Records.Count > 0);
            Remember(records);

            Failure = null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            owed = 0;
            Failure = group.Error = $"writing the journal: {error.Message}";
            group.Cause = error;
        }

        lock (_gate)
        {
            _owed.RemoveRange(0, owed);
            group.Written = true;
            _writing = false;
            Monitor.PulseAll(_gate);
        }
    }

    private void Put(List<JournalRecord> records, bool isWaitedFor)
    {
        if (_rewriteFirst)
        {
            _file.Replace(JournalGroup.Encode([.. Snapshot().ToRecords(), .. records]).WrittenSpan);
            _rewriteFirst = false;
        }
        else if (records.Count > 0)
        {
            _file.Append(JournalGroup.Encode(records).WrittenSpan, isWaitedFor);
        }
    }

    private void Remember(List<JournalRecord> records)
    {
        lock (_state)
        {
            foreach (var record in records)
            {
                _durable.Apply(record);
            }
        }
    }
}
