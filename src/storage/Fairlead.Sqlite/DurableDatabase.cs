using Microsoft.Data.Sqlite;

namespace Fairlead.Sqlite;

/// <summary>A database that one process at a time has open, and whose changes are on the disk when they are answered.</summary>
public static class DurableDatabase
{
    // Primary result codes, sqlite.org/rescode.html.
    public const int Busy = 5;
    public const int Corrupt = 11;
    public const int NotADatabase = 26;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Full = 13;
    private const int CannotOpen = 14;

    /// <summary>What is in such a file is not everybody's to read.</summary>
    public const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <param name="identify">Looks whose file it is; what it throws closes the file again.</param>
    /// <exception cref="SqliteException">It is damaged, in use, or not to be opened.</exception>
    public static SqliteConnection Open(string path, Action<SqliteConnection> identify)
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
            identify(connection);
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    /// <summary>Makes an empty file that only its owner can read.</summary>
    /// <exception cref="IOException">It is there, or cannot be made.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may not.</exception>
    public static void Create(string path)
    {
        using var created = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnersOnly });
    }

    /// <returns>The first value of what the statement returns.</returns>
    public static object? Ask(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }

    /// <summary>Why a file could not be made or looked at.</summary>
    public static string Reason(Exception error) => error switch
    {
        DirectoryNotFoundException => "its folder does not exist",
        UnauthorizedAccessException => "this user may not write there",
        _ => "it cannot be written there",
    };

    /// <summary>Without a path: this may reach callers.</summary>
    /// <param name="file">What the program calls it, <c>the state file</c>.</param>
    public static string Reason(SqliteException error, string file) => error.SqliteErrorCode switch
    {
        Full => $"the disk of {file} is full",
        ReadOnly => $"{file} cannot be written",
        InputOutput => $"reading or writing {file} failed",
        CannotOpen => "it cannot be opened",
        Corrupt => $"{file} is damaged",
        _ => $"SQLite says {error.SqliteErrorCode}",
    };
}
