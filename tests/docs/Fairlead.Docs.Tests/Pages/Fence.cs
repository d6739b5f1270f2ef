namespace Fairlead.Docs.Tests.Pages;

/// <summary>A fenced block of a page.</summary>
/// <param name="Words">What stands behind the opening fence: the language, and what else is said there.</param>
/// <param name="Line">Of the opening fence, from 1.</param>
internal sealed record Fence(string[] Words, IReadOnlyList<string> Lines, int Line)
{
    public string Language => Words.Length == 0 ? "" : Words[0];

    public string Text => string.Join('\n', Lines) + "\n";

    /// <summary>The block's commands, each with the exit status that its comment names. A backslash at the end continues a line.</summary>
    public IEnumerable<(string Command, int Status)> Commands() =>
        Text.Replace("\\\n", " ", StringComparison.Ordinal).Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith('#'))
            .Select(line => (line, StatusOf(line)));

    private static int StatusOf(string line)
    {
        var comment = line.IndexOf(" # ", StringComparison.Ordinal);
        var words = comment < 0 ? [] : line[(comment + 3)..].Split(' ', ',', ':', ';');
        var at = Array.IndexOf(words, "status");
        return at >= 0 && at + 1 < words.Length && int.TryParse(words[at + 1], out var status) ? status : 0;
    }
}
