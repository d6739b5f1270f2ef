using Fairlead.Model.Problems;

namespace Fairlead.Cli.Commands;

/// <summary>Files that a user names.</summary>
internal static class TextFile
{
    /// <exception cref="ProblemException">It cannot be read; the message says which it is and why.</exception>
    public static string Read(string path)
    {
        try
        {
            return File.ReadAllText(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ProblemException(path, [new Problem("(file)", Reason(path, error))]);
        }
    }

    private static string Reason(string path, Exception error) => error switch
    {
        _ when Directory.Exists(path) => "is a folder; a file is wanted",
        FileNotFoundException or DirectoryNotFoundException => "there is none of this name",
        UnauthorizedAccessException => "this user may not read it",
        _ => "it cannot be read",
    };
}
