using Microsoft.Data.Sqlite;

namespace Fairlead.Kubernetes.Store.Files;

/// <summary>How the store's file is opened, and what is said when it cannot be.</summary>
internal static class StoreFileOpening
{
    // "FLKS"; the format's number goes up with every change that an older program could not read.
    private const long ApplicationId = 0x464c4b53;
    private const long Format = 1;

    // Primary result codes, sqlite.org/rescode.html.
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    private const string Schema = """
        CREATE TABLE numbers (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT;
        CREATE TABLE log (version INTEGER PRIMARY KEY, kind TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
                          gone INTEGER NOT NULL, text BLOB NOT NULL, sum INTEGER NOT NULL) STRICT;
        INSERT INTO numbers VALUES ('window', 0);
        """;

    // What is in a cluster is not everybody's to read.
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

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

                using var created = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnersOnly });
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            var why = error switch
            {
                DirectoryNotFoundException => "its folder does not exist",
                UnauthorizedAccessException => "this user may not write there",
                _ => "it cannot be written there",
            };
            throw new StoreFileException($"{path} cannot be used: {why}", error);
        }
    }

    /// <exception cref="SqliteException">It is damaged, in use, or not to be opened.</exception>
    /// <exception cref="StoreFileException">It is somebody else's, or of another format.</exception>
    public static SqliteConnection Connect(string path)
    {
        SqliteLibrary.Find();
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false, DefaultTimeout = 1 }.ToString());
        try
        {
            connection.Open();
            // Before anything is read: then nobody else gets in, and no shared memory is needed beside the file.
            Ask(connection, "PRAGMA locking_mode = EXCLUSIVE");
            Ask(connection, "PRAGMA journal_mode = WAL");
            // FULL: a change is on the disk when it is answered, a power failure included.
            Ask(connection, "PRAGMA synchronous = FULL");
            Ask(connection, "BEGIN EXCLUSIVE; COMMIT");
            Identify(connection, path);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    public static StoreFileException Explain(string path, SqliteException error) => error.SqliteErrorCode switch
    {
        Busy => new StoreFileException($"{path} is in use by another process", error),
        NotADatabase => new StoreFileException($"{path} is no store's file, or its beginning is damaged", error),
        Corrupt => new StoreFileException($"{path} is damaged: its pages do not fit together. It is left as it is: put a copy back, or remove it (and {path}-wal) to begin anew", error),
        _ => new StoreFileException($"{path} cannot be used: {Reason(error)}", error),
    };

    /// <summary>Without a path: this may reach who calls the store.</summary>
    public static string Reason(SqliteException error) => error.SqliteErrorCode switch
    {
        Full => "the disk of the store's file is full",
        ReadOnly => "the store's file cannot be written",
        InputOutput => "reading or writing the store's file failed",
        CannotOpen => "it cannot be opened",
        Corrupt => "the store's file is damaged",
        _ => $"SQLite says {error.SqliteErrorCode}",
    };

    public static object? Ask(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }

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
