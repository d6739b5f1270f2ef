using System.Text.Json;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.Journal;

namespace Fairlead.Vpc.Storage;

/// <summary>What a state file holds, read.</summary>
/// <param name="Seq">Number of the last change.</param>
/// <param name="Snapshot">Number of the last change that is in the snapshot.</param>
/// <param name="Remark">What whoever opens it should know; null for nothing.</param>
internal sealed record StoredWorld(CloudState State, long Seq, long Snapshot, DateTimeOffset LastChange, AccountKeys Account, IReadOnlyList<RoleKeys> Roles, string? Remark)
{
    public static StoredWorld Create(StateTables tables, string path, StateSeed seed, WriteAheadLog log)
    {
        Check(tables.ValidFrames(), path, log);
        var (state, keys) = (seed.State(), seed.Keys());
        tables.Together(() =>
        {
            tables.CreateTables();
            tables.Set("world", "name", "origin", seed.Origin ?? "");
            tables.Set("world", "name", "account", JsonSerializer.Serialize(keys, VpcJson.Options));
            Replace(tables, 0, CloudSnapshot.Write(state));
        });
        MarkOpen(tables);
        return new StoredWorld(state, 0, 0, default, keys, [], null);
    }

    public static StoredWorld Read(StateTables tables, string path, string? origin, WriteAheadLog log)
    {
        var valid = tables.ValidFrames();
        Check(valid, path, log);
        if (tables.Damage() is { } damage)
        {
            // SQLite names the database in a line of its own.
            throw new StateFileException(damage.Trim().Split('\n')[^1]);
        }

        var world = tables.Rows("world", "name").ToDictionary(row => (string)row.Key, row => row.Text);
        if (!world.TryGetValue("account", out var account))
        {
            throw new StateFileException("it names no account");
        }

        if (origin is not null && world.GetValueOrDefault("origin") != origin)
        {
            throw new StateFileException($"{path} holds a cloud that was made from another topology: leave the topology out to go on with it, or remove the file to begin anew");
        }

        var roles = tables.Rows("roles", "id").Select(row => JsonSerializer.Deserialize<RoleKeys>(row.Text, VpcJson.Options)!).ToList();
        var read = Replay(tables) with
        {
            Account = JsonSerializer.Deserialize<AccountKeys>(account, VpcJson.Options)!,
            Roles = roles,
            Remark = log.HasTornTail(valid) ? "a change that was being written when the program before was killed is left out; nobody was answered it"
                : world.ContainsKey("open") && !log.Exists ? $"{path} was not closed, and {path}-wal is not there: unless another program has brought it in, as sqlite3 does, the last changes are missing"
                : null,
        };
        MarkOpen(tables);
        return read;
    }

    public static void MarkClosed(StateTables tables) => tables.Delete("world", "name = 'open'");

    public static void Replace(StateTables tables, long seq, string snapshot)
    {
        tables.Delete("snapshot", "true");
        tables.Set("snapshot", "seq", seq, snapshot);
        tables.Delete("journal", $"seq <= {seq}");
    }

    // From here on the file itself says that there is a world, and that what is beside it belongs to it.
    private static void MarkOpen(StateTables tables)
    {
        tables.Set("world", "name", "open", "yes");
        tables.Checkpoint();
    }

    private static void Check(long valid, string path, WriteAheadLog log)
    {
        if (log.IsDamaged || log.HasLostChanges(valid))
        {
            throw new StateFileException($"changes in {path}-wal are damaged");
        }
    }

    private static StoredWorld Replay(StateTables tables)
    {
        if (tables.Rows("snapshot", "seq").ToList() is not [var snapshot])
        {
            throw new StateFileException("it has no snapshot");
        }

        var state = CloudSnapshot.Read(snapshot.Text);
        var seq = (long)snapshot.Key;
        var last = DateTimeOffset.MinValue;
        foreach (var (key, text) in tables.Rows("journal", "seq"))
        {
            if ((long)key != ++seq)
            {
                throw new StateFileException($"change {seq} is missing");
            }

            var line = CallJson.Read(text);
            (state, last) = (line.Replay(state), line.At);
        }

        return new StoredWorld(state, seq, (long)snapshot.Key, last, null!, [], null);
    }
}
