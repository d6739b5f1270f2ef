using Fairlead.Sqlite;
using Microsoft.Data.Sqlite;
using static Fairlead.Sqlite.DurableDatabase;

namespace Fairlead.Kubernetes.Store.Files;

/// <summary>How the store's file is opened, and what is said when it cannot be.</summary>
internal static class StoreFileOpening
{
    // "FLKS"; the format's number goes up with every change that an older program could not read.
    private const long ApplicationId = 0x464c4b53;
    private const long Format = 1;

    private const string Schema = """
        CREATE TABLE numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
        CREATE TABLE log (version INTEGER PRIMARY KEY, kind TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
                          gone INTEGER NOT NULL, text BLOB NOT NULL, sum INTEGER NOT NULL) STRICT;
        INSERT INTO numbers VALUES ('window', 0);
        """;

    /// <summary>Makes the file where there is none.</summary>
    /// <exception cref="StoreFileException">There is something in the way.</exception>
    public static void Look(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new StoreFileException($"{path} is a folder; a file is wanted");
            }

            if (!File.Exists(path))
            {
                if (File.Exists($"{path}-wal"))
                {
                    throw new StoreFileException($"{path}-wal is there and {path} is not: they belong together. Put the file back, or remove the other to begin anew");
                }

                DurableDatabase.Create(path);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StoreFileException($"{path} cannot be used: {DurableDatabase.Reason(error)}", error);
        }
    }

    /// <exception cref="SqliteException">It is damaged, in use, or not to be opened.</exception>
    /// <exception cref="StoreFileException">It is somebody else's, or of another format.</exception>
    public static SqliteConnection Connect(string path) => DurableDatabase.Open(path, connection => Identify(connection, path));

    public static StoreFileException Explain(string path, SqliteException error) => error.SqliteErrorCode switch
    {
        DurableDatabase.Busy => new StoreFileException($"{path} is in use by another process", error),
        DurableDatabase.NotADatabase => new StoreFileException($"{path} is no store's file, or its beginning is damaged", error),
        DurableDatabase.Corrupt => new StoreFileException($"{path} is damaged: its pages do not fit together. It is left as it is: put a copy back, or remove it (and {path}-wal) to begin anew", error),
        _ => new StoreFileException($"{path} cannot be used: {Reason(error)}", error),
    };

    /// <summary>Without a path: this may reach who calls the store.</summary>
    public static string Reason(SqliteException error) => DurableDatabase.Reason(error, "the store's file");

    private static void Identify(SqliteConnection connection, string path)
    {
        var tables = (long)Ask(connection, "SELECT count(*) FROM sqlite_master")!;
        var application = (long)Ask(connection, "PRAGMA application_id")!;
        var format = (long)Ask(connection, "PRAGMA user_version")!;
        switch (tables, application)
        {
            case (0, 0):
                Ask(connection, $"BEGIN; {Schema} PRAGMA application_id = {ApplicationId}; PRAGMA user_version = {Format}; COMMIT");
                return;
            case (_, ApplicationId) when format == Format:
                if (Ask(connection, "PRAGMA quick_check(1)") as string is var said && said != "ok")
                {
                    throw new StoreFileException($"{path} is damaged: {said}. It is left as it is: put a copy back, or remove it (and {path}-wal) to begin anew");
                }

                return;
            case (_, ApplicationId):
                throw new StoreFileException($"{path} has format {format}; this program reads and writes format {Format}");
            default:
                throw new StoreFileException($"{path} is a database of another program");
        }
    }
}
