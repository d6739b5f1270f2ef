using Fairlead.Sqlite;
using Microsoft.Data.Sqlite;

namespace Fairlead.Vpc.Storage;

/// <summary>What can be seen of a state file before it is opened, and what is said when it cannot be.</summary>
internal static class StateFileOpening
{
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

                DurableDatabase.Create(path);
            }
            else if (new FileInfo(path).Length == 0)
            {
                // Somebody has made an empty one, which begins a cloud too.
                File.SetUnixFileMode(path, DurableDatabase.OwnersOnly);
            }

            return WriteAheadLog.Read(beside);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new StateFileException($"{path} cannot be used: {DurableDatabase.Reason(error)}", error);
        }
    }

    public static StateFileException Explain(string path, Exception error) => error switch
    {
        SqliteException { SqliteErrorCode: DurableDatabase.Busy } => new StateFileException($"{path} is in use by another process", error),
        SqliteException { SqliteErrorCode: DurableDatabase.NotADatabase } => new StateFileException($"{path} is no state file, or its beginning is damaged", error),
        SqliteException { SqliteErrorCode: DurableDatabase.Corrupt } => Damaged(path, "its pages do not fit together", error),
        SqliteException sqlite => new StateFileException($"{path} cannot be used: {Reason(sqlite)}", error),
        StateFileException known when known.Message.StartsWith(path, StringComparison.Ordinal) => known,
        _ => Damaged(path, error.Message, error),
    };

    /// <summary>Without a path: this may reach who calls the cloud.</summary>
    public static string Reason(SqliteException error) => DurableDatabase.Reason(error, "the state file");

    private static StateFileException Damaged(string path, string why, Exception error) =>
        new($"{path} is damaged: {why}. It is left as it is: put a copy back, or remove it (and {path}-wal) to begin anew", error);
}
