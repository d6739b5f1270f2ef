using Microsoft.Data.Sqlite;

namespace Fairlead.Vpc.Storage;

/// <summary>What can be seen of a state file before it is opened, and what is said when it cannot be.</summary>
internal static class StateFileOpening
{
    // Primary result codes, sqlite.org/rescode.html.
    private const int Busy = 5;
    private const int ReadOnly = 8;
    private const int InputOutput = 10;
    private const int Corrupt = 11;
    private const int Full = 13;
    private const int CannotOpen = 14;
    private const int NotADatabase = 26;

    // Secrets of the cloud's account are in it: nobody else is to read them.
    private const UnixFileMode OwnersOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <exception cref="StateFileException">There is something in the way.</exception>
    public static WriteAheadLog Look(string path)
    {
        try
        {
            if (Directory.Exists(path))
            {
                throw new StateFileException($"{path} is a folder; a state file is wanted");
            }

            var beside = $"{path}-wal";
            if (!File.Exists(path))
            {
                if (File.Exists(beside))
                {
                    throw new StateFileException($"{beside} is there and {path} is not: they belong together. Put the file back, or remove the other to begin anew");
                }

                using var created = new FileStream(path, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnersOnly });
            }
            else if (new FileInfo(path).Length == 0)
            {
                // Somebody has made an empty one, which begins a cloud too.
                File.SetUnixFileMode(path, OwnersOnly);
            }

            return WriteAheadLog.Read(beside);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StateFileException($"{path} cannot be used: {Reason(error)}", error);
        }
    }

    private static string Reason(Exception error) => error switch
    {
        DirectoryNotFoundException => "its folder does not exist",
        UnauthorizedAccessException => "this user may not write there",
        _ => "it cannot be written there",
    };

    public static StateFileException Explain(string path, Exception error) => error switch
    {
        SqliteException { SqliteErrorCode: Busy } => new StateFileException($"{path} is in use by another process", error),
        SqliteException { SqliteErrorCode: NotADatabase } => new StateFileException($"{path} is no state file, or its beginning is damaged", error),
        SqliteException { SqliteErrorCode: Corrupt } => Damaged(path, "its pages do not fit together", error),
        SqliteException sqlite => new StateFileException($"{path} cannot be used: {Reason(sqlite)}", error),
        StateFileException known when known.Message.StartsWith(path, StringComparison.Ordinal) => known,
        _ => Damaged(path, error.Message, error),
    };

    /// <summary>Without a path: this may reach who calls the cloud.</summary>
    public static string Reason(SqliteException error) => error.SqliteErrorCode switch
    {
        Full => "the disk of the state file is full",
        ReadOnly => "the state file cannot be written",
        InputOutput => "reading or writing the state file failed",
        CannotOpen => "it cannot be opened",
        Corrupt => "the state file is damaged",
        _ => $"SQLite says {error.SqliteErrorCode}",
    };

    private static StateFileException Damaged(string path, string why, Exception error) =>
        new($"{path} is damaged: {why}. It is left as it is: put a copy back, or remove it (and {path}-wal) to begin anew", error);
}
