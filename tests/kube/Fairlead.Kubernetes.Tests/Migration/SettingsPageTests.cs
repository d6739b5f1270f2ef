using Fairlead.Migration.Terway.Terms;

namespace Fairlead.Kubernetes.Tests.Migration;

/// <summary>The guide's page of Terway's settings has what the tool says, row by row. With FAIRLEAD_ACCEPT_PAGE set to the page, it is written anew.</summary>
public sealed class SettingsPageTests
{
    private static readonly string Page = Path.Combine(AppContext.BaseDirectory, "Migration", "from-terway-settings.md");

    [Fact]
    public void The_pages_tables_are_those_of_the_tool()
    {
        var page = File.ReadAllText(Page);
        var introduction = page[..page.IndexOf("\n## ", StringComparison.Ordinal)];
        if (Environment.GetEnvironmentVariable("FAIRLEAD_ACCEPT_PAGE") is { Length: > 0 } accept)
        {
            File.WriteAllText(accept, introduction + TerwayTerms.Markdown());
        }
        else
        {
            Assert.Equal(introduction + TerwayTerms.Markdown(), page);
        }
    }

    /// <summary>What is read is in a table, else the tool would call it unknown; and what is in a table is in the case that has everything.</summary>
    [Fact]
    public void The_case_of_everything_has_every_key_and_none_is_unknown()
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Migration", "Cases", "everything", "expected.txt"));
        Assert.All(Keys("eni_conf").Except(["access_key", "access_secret"]), key => Assert.Contains(key, text));
        Assert.All(Keys("10-terway.conf and 10-terway.conflist").Except(["plugins"]), key => Assert.Contains(key, text));
        Assert.All(text.Split('\n').Where(line => line.Contains("is not known here", StringComparison.Ordinal)), line => Assert.Matches("some_key|ciliun_args|capabilities.dns", line));
    }

    private static IEnumerable<string> Keys(string table) => TerwayTerms.All.Single(one => one.Title == table).Names;
}
