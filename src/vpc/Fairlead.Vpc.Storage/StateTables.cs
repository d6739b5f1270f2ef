using System.Text;
using Fairlead.Sqlite;
using Microsoft.Data.Sqlite;
using static Fairlead.Sqlite.DurableDatabase;

namespace Fairlead.Vpc.Storage;

/// <summary>The tables of a state file, row by row, each text with its checksum. One process at a time, one caller at a time.</summary>
internal sealed class StateTables : IDisposable
{
    // "FLVC"; the format's number goes up with every change that an older program could not read.
    private const int ApplicationId = 0x464c5643;
    private const int Format = 1;

    private const string Schema = """
        CREATE TABLE world (name TEXT PRIMARY KEY, text TEXT NOT NULL, sum INTEGER NOT NULL) STRICT;
        CREATE TABLE roles (id TEXT PRIMARY KEY, text TEXT NOT NULL, sum INTEGER NOT NULL) STRICT;
        CREATE TABLE snapshot (seq INTEGER PRIMARY KEY, text TEXT NOT NULL, sum INTEGER NOT NULL) STRICT;
        CREATE TABLE journal (seq INTEGER PRIMARY KEY, text TEXT NOT NULL, sum INTEGER NOT NULL) STRICT;
        """;

    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _append;

    private StateTables(SqliteConnection connection)
    {
        _connection = connection;
        _append = connection.CreateCommand();
        _append.CommandText = "INSERT INTO journal (seq, text, sum) VALUES ($key, $text, $sum)";
    }

    /// <summary>Whether nothing has been written yet.</summary>
    public bool IsNew { get; private init; }

    /// <exception cref="SqliteException">The file is damaged, in use, or not to be opened.</exception>
    /// <exception cref="StateFileException">It is somebody else's, or of another format.</exception>
    public static StateTables Open(string path)
    {
        var isNew = false;
        return new StateTables(DurableDatabase.Open(path, connection => isNew = Identify(connection, path))) { IsNew = isNew };
    }

    /// <returns>What is wrong with the file's structure; null for nothing.</returns>
    public string? Damage() => (string?)Ask(_connection, "PRAGMA quick_check(1)") is var said && said == "ok" ? null : said;

    /// <returns>How many frames of the write-ahead log are valid.</returns>
    public long ValidFrames()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(PASSIVE)";
        using var reader = command.ExecuteReader();
        return reader.Read() ? Math.Max(0, reader.GetInt64(1)) : 0;
    }

    /// <summary>Brings everything into the file itself.</summary>
    public void Checkpoint() => Ask(_connection, "PRAGMA wal_checkpoint(TRUNCATE)");

    public IEnumerable<(object Key, string Text)> Rows(string table, string key)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT {key}, text, sum FROM {table} ORDER BY {key}";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var text = reader.GetString(1);
            yield return Checksum.Of(Encoding.UTF8.GetBytes(text)) == reader.GetInt64(2) ? (reader.GetValue(0), text) : throw new StateFileException($"row {reader.GetValue(0)} of its table {table} is damaged");
        }
    }

    public void Append(long seq, string text) => Put(_append, seq, text);

    public void Set(string table, string key, object value, string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"INSERT OR REPLACE INTO {table} ({key}, text, sum) VALUES ($key, $text, $sum)";
        Put(command, value, text);
    }

    public void Delete(string table, string condition)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = $"DELETE FROM {table} WHERE {condition}";
        command.ExecuteNonQuery();
    }

    /// <summary>All of it or nothing.</summary>
    public void Together(Action change)
    {
        using var transaction = _connection.BeginTransaction();
        try
        {
            _append.Transaction = transaction;
            change();
            transaction.Commit();
        }
        finally
        {
            _append.Transaction = null;
        }
    }

    public void CreateTables()
    {
        Ask(_connection, Schema);
        Ask(_connection, $"PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Format}");
    }

    public void Dispose()
    {
        _append.Dispose();
        _connection.Dispose();
    }

    private static bool Identify(SqliteConnection connection, string path)
    {
        var tables = (long)Ask(connection, "SELECT count(*) FROM sqlite_master")!;
        var application = (long)Ask(connection, "PRAGMA application_id")!;
        var format = (long)Ask(connection, "PRAGMA user_version")!;
        return (tables, application) switch
        {
            (0, 0) => true,
            (_, ApplicationId) when format == Format => false,
            (_, ApplicationId) => throw new StateFileException($"{path} has format {format}; this program reads and writes format {Format}"),
            _ => throw new StateFileException($"{path} is a database of another program"),
        };
    }

    private static void Put(SqliteCommand command, object key, string text)
    {
        command.Parameters.Clear();
        command.Parameters.AddWithValue("$key", key);
        command.Parameters.AddWithValue("$text", text);
        command.Parameters.AddWithValue("$sum", Checksum.Of(Encoding.UTF8.GetBytes(text)));
        command.ExecuteNonQuery();
    }
}
