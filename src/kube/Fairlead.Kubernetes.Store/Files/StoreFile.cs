using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Sqlite;
using Microsoft.Data.Sqlite;

namespace Fairlead.Kubernetes.Store.Files;

/// <summary>
/// The store on disk: every object's last version, and all versions since the window began. A row is written once and never changed;
/// rows go when the window drops what replaced them.
/// </summary>
internal sealed class StoreFile : IEventLog
{
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _delete;
    private readonly SqliteCommand _window;

    private StoreFile(SqliteConnection connection)
    {
        _connection = connection;
        _insert = Prepare("INSERT INTO log (version, kind, namespace, name, gone, text, sum) VALUES ($version, $kind, $namespace, $name, $gone, $text, $sum)",
            "$version", "$kind", "$namespace", "$name", "$gone", "$text", "$sum");
        _delete = Prepare("DELETE FROM log WHERE version = $version", "$version");
        _window = Prepare("UPDATE numbers SET value = max(value, $value) WHERE name = 'window'", "$value");
    }

    /// <exception cref="StoreFileException">It is damaged, in use, another program's, or cannot be opened; it is as it was.</exception>
    public static StoreFile Open(string path)
    {
        StoreFileOpening.Look(path);
        SqliteConnection? connection = null;
        try
        {
            connection = StoreFileOpening.Connect(path);
            return new StoreFile(connection);
        }
        catch (SqliteException error)
        {
            connection?.Dispose();
            throw StoreFileOpening.Explain(path, error);
        }
    }

    /// <summary>The version that the window begins at.</summary>
    public long Window() => (long)DurableDatabase.Ask(_connection, "SELECT value FROM numbers WHERE name = 'window'")!;

    /// <returns>All rows in the order in which they came.</returns>
    /// <exception cref="StoreFileException">A row is damaged, or of a kind that is not known.</exception>
    public IEnumerable<StoredObject> Rows(KindCatalog catalog)
    {
        var kinds = catalog.Kinds.ToDictionary(kind => kind.QualifiedPlural, StringComparer.Ordinal);
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT version, kind, namespace, name, gone, text, sum FROM log ORDER BY version";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            var (version, kind, text) = (reader.GetInt64(0), reader.GetString(1), (byte[])reader.GetValue(5));
            if (Checksum.Of(text, version) != reader.GetInt64(6))
            {
                throw new StoreFileException($"{_connection.DataSource} is damaged: version {version} ({kind} {reader.GetString(3)}) is not what was written. It is left as it is: put a copy back, or remove it to begin anew");
            }

            if (!kinds.TryGetValue(kind, out var served))
            {
                throw new StoreFileException($"{_connection.DataSource} has objects of the kind {kind}, which this program does not know: it was written by a newer one");
            }

            yield return StoredObject.Load(served, new ObjectKey(reader.GetString(2), reader.GetString(3)), version, text, reader.GetInt64(4) != 0);
        }
    }

    public void Append(IReadOnlyList<StoreEvent> events, IReadOnlyList<StoreEvent> surplus)
    {
        try
        {
            using var transaction = _connection.BeginTransaction(deferred: true);
            (_insert.Transaction, _delete.Transaction, _window.Transaction) = (transaction, transaction, transaction);
            foreach (var change in events)
            {
                Insert(change);
            }

            Forget(surplus);
            transaction.Commit();
        }
        catch (SqliteException error)
        {
            throw new StoreFileException(StoreFileOpening.Reason(error), error);
        }
    }

    public void Dispose()
    {
        _insert.Dispose();
        _delete.Dispose();
        _window.Dispose();
        _connection.Dispose();
    }

    private void Insert(StoreEvent change)
    {
        var at = _insert.Parameters;
        at["$version"].Value = change.Version;
        at["$kind"].Value = change.After.Kind.QualifiedPlural;
        at["$namespace"].Value = change.After.Key.Namespace;
        at["$name"].Value = change.After.Key.Name;
        at["$gone"].Value = change.IsGone ? 1 : 0;
        at["$text"].Value = change.After.Text;
        at["$sum"].Value = Checksum.Of(change.After.Text, change.Version);
        _insert.ExecuteNonQuery();
    }

    private void Forget(IReadOnlyList<StoreEvent> surplus)
    {
        foreach (var change in surplus)
        {
            if (change.Before is { } before)
            {
                Delete(before.Version);
            }

            if (change.IsGone)
            {
                Delete(change.Version);
            }
        }

        if (surplus.Count > 0)
        {
            _window.Parameters["$value"].Value = surplus[^1].Version;
            _window.ExecuteNonQuery();
        }
    }

    private void Delete(long version)
    {
        _delete.Parameters["$version"].Value = version;
        _delete.ExecuteNonQuery();
    }

    private SqliteCommand Prepare(string text, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        return command;
    }
}
