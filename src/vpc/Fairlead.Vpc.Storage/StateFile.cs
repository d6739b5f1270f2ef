using System.Text.Json;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.Journal;
using Microsoft.Data.Sqlite;

namespace Fairlead.Vpc.Storage;

/// <summary>
/// A cloud on disk: a snapshot and the changes since. A change is on the disk before it is true, and so before it is answered; what a
/// crash leaves is all that was answered, and at most one change more.
/// </summary>
public sealed class StateFile : ICloudJournal, IDisposable
{
    // Replaying is some 100,000 changes a second: what a restart replays is a moment, and snapshots cost little beside the changes.
    private const int LeastLines = 2000;

    private readonly Lock _lock = new();
    private readonly StateTables _tables;
    private long _seq;
    private long _snapshot;
    private int _room;
    private Task _writing = Task.CompletedTask;
    private CloudState _state;
    private bool _isClosed;

    private StateFile(StateTables tables, string path, StoredWorld world)
    {
        _tables = tables;
        Path = path;
        Account = world.Account;
        Roles = world.Roles;
        LastChange = world.LastChange;
        Remark = world.Remark;
        (_state, _seq, _snapshot) = (world.State, world.Seq, world.Snapshot);
        _room = Room(_state);
    }

    public string Path { get; }

    /// <summary>As of the last change.</summary>
    public CloudState State
    {
        get
        {
            lock (_lock)
            {
                return _state;
            }
        }
    }

    /// <summary>When <see cref="State"/> last changed, by the clock of the program that wrote it.</summary>
    public DateTimeOffset LastChange { get; }

    public AccountKeys Account { get; }

    /// <summary>Key pairs of roles that were given out before.</summary>
    public IReadOnlyList<RoleKeys> Roles { get; }

    /// <summary>What the user should know of how the file was found: a torn tail that was cut, a part that is missing. Null for nothing.</summary>
    public string? Remark { get; }

    /// <summary>Goes on with what is in a file, or begins one where there is none.</summary>
    /// <exception cref="StateFileException">It is damaged, in use, another's, or made from something else; it is as it was.</exception>
    public static StateFile Open(string path, StateSeed seed)
    {
        var log = StateFileOpening.Look(path);
        StateTables? tables = null;
        try
        {
            tables = StateTables.Open(path);
            var world = tables.IsNew ? StoredWorld.Create(tables, path, seed, log) : StoredWorld.Read(tables, path, seed.Origin, log);
            return new StateFile(tables, path, world);
        }
        catch (Exception error) when (error is SqliteException or JsonException or ArgumentException or KeyNotFoundException or StateFileException)
        {
            tables?.Dispose();
            throw StateFileOpening.Explain(path, error);
        }
    }

    public void Write(IReadOnlyList<JournalLine> lines, CloudState next)
    {
        var texts = lines.Select(CallJson.Write).ToList();
        lock (_lock)
        {
            try
            {
                Append(texts);
            }
            catch (SqliteException error)
            {
                throw new JournalException(StateFileOpening.Reason(error), error);
            }

            _seq += lines.Count;
            _state = next;
            if (_seq - _snapshot > _room && _writing.IsCompleted)
            {
                var (state, seq) = (_state, _seq);
                _writing = Task.Run(() => TakeSnapshot(state, seq));
            }
        }
    }

    /// <summary>Keeps a role's key pair over a restart.</summary>
    /// <exception cref="JournalException">It could not be kept.</exception>
    public void Keep(RoleKeys keys)
    {
        lock (_lock)
        {
            try
            {
                _tables.Together(() =>
                {
                    // Times are in UTC and whole seconds, so their texts stand in their order.
                    _tables.Delete("roles", $"json_extract(text, '$.expires') < '{keys.Issued.UtcDateTime.AddDays(-1):yyyy-MM-ddTHH:mm:ss}'");
                    _tables.Set("roles", "id", keys.Id, JsonSerializer.Serialize(keys, VpcJson.Options));
                });
            }
            catch (SqliteException error)
            {
                throw new JournalException(StateFileOpening.Reason(error), error);
            }
        }
    }

    /// <summary>Leaves one file, whose next opening has nothing to replay.</summary>
    public void Dispose()
    {
        _writing.Wait();
        lock (_lock)
        {
            if (_isClosed)
            {
                return;
            }

            _isClosed = true;
            if (_seq > _snapshot)
            {
                TakeSnapshot(_state, _seq);
            }

            MarkClosed();
            _tables.Dispose();
        }
    }

    private void Append(List<string> texts)
    {
        if (texts.Count == 1)
        {
            // A statement by itself is a transaction.
            _tables.Append(_seq + 1, texts[0]);
            return;
        }

        _tables.Together(() =>
        {
            foreach (var (i, text) in texts.Index())
            {
                _tables.Append(_seq + 1 + i, text);
            }
        });
    }

    private void MarkClosed()
    {
        try
        {
            StoredWorld.MarkClosed(_tables);
        }
        catch (SqliteException)
        {
            // Then it is as after a crash: the next opening finds all there is.
        }
    }

    private static int Room(CloudState state) => Math.Max(LeastLines, 2 * state.Interfaces.Count);

    private void TakeSnapshot(CloudState state, long seq)
    {
        var text = CloudSnapshot.Write(state);
        lock (_lock)
        {
            try
            {
                _tables.Together(() => StoredWorld.Replace(_tables, seq, text));
                _snapshot = seq;
                _room = Room(state);
            }
            catch (SqliteException)
            {
                // The changes are all there without it; it is tried again when as many more have come.
                _room *= 2;
            }
        }
    }
}
