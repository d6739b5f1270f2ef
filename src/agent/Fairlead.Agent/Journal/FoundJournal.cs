namespace Fairlead.Agent.Journal;

/// <summary>What an agent that starts finds of the one before it.</summary>
internal sealed record FoundJournal(JournalState State, JournalOpening Opening)
{
    /// <summary>Reads the file whatever has become of it; a corrupt one is renamed, so that it can be looked at.</summary>
    public static FoundJournal Read(JournalFile file, string path, TimeProvider time)
    {
        JournalContent content;
        string? failure = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            content = JournalContent.Read(file.Read());
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            content = new JournalContent([], 0, JournalDamage.None);
            failure = $"journal {path}: {error.Message}";
        }

        var aside = content.Damage == JournalDamage.Corrupt ? SetAside(file, path, time) : null;
        if (aside is null)
        {
            file.ContinueAt(content.GoodLength);
        }

        return new FoundJournal(JournalState.Of(content.Records), new JournalOpening(content.Damage, aside, failure));
    }

    private static string? SetAside(JournalFile file, string path, TimeProvider time)
    {
        var aside = $"{path}.corrupt-{time.GetUtcNow():yyyyMMddTHHmmssfff}";
        try
        {
            file.SetAside(aside);
            return aside;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
