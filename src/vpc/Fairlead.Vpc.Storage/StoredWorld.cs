using System.Text.Json;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Control;
using Fairlead.Vpc.Credentials;
using Fairlead.Vpc.Journal;

namespace Fairlead.Vpc.Storage;

/// <summary>What a state file holds, read.</summary>
/// <param name="Seq">Number of the last change.</param>
/// <param name="Snapshot">Number of the last change that is in the snapshot.</param>
internal sealed record StoredWorld(CloudState State, long Seq, long Snapshot, DateTimeOffset LastChange, AccountKeys Account, IReadOnlyList<RoleKeys> Roles, bool HadTornTail)
{
    public static StoredWorld Create(StateTables tables, StateSeed seed)
    {
        var (state, keys) = (seed.State(), seed.Keys());
        tables.Together(() =>
        {
            tables.CreateTables();
            tables.Set("world", "name", "origin", seed.Origin ?? "");
            tables.Set("world", "name", "account", JsonSerializer.Serialize(keys, VpcJson.Options));
            Replace(tables, 0, CloudSnapshot.Write(state));
        });
        return new StoredWorld(state, 0, 0, default, keys, [], false);
    }

    public static StoredWorld Read(StateTables tables, string path, string? origin, WriteAheadLog log)
    {
        var valid = tables.ValidFrames();
        if (log.IsDamaged || log.HasLostChanges(valid))
        {
            throw new StateFileException($"changes in {path}-wal are damaged");
        }

        if (tables.Damage() is { } damage)
        {
            throw new StateFileException(damage);
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
        return Replay(tables) with
        {
            Account = JsonSerializer.Deserialize<AccountKeys>(account, VpcJson.Options)!,
            Roles = roles,
            HadTornTail = log.HasTornTail(valid),
        };
    }

    public static void Replace(StateTables tables, long seq, string snapshot)
    {
        tables.Delete("snapshot", "true");
        tables.Set("snapshot", "seq", seq, snapshot);
        tables.Delete("journal", $"seq <= {seq}");
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

        return new StoredWorld(state, seq, (long)snapshot.Key, last, null!, [], false);
    }
}
