namespace Fairlead.Docs.Tests.Pages;

/// <summary>What the pages tell a user to type works, ends as they say and prints what they show.</summary>
public sealed class PageTests
{
    // Half of their time they wait for something: two at once take a little over half as long.
    private static readonly SemaphoreSlim Places = new(2);

    private static readonly Lazy<Dictionary<string, Task>> Runs = new(() => Pages.ToDictionary(page => page.Data, page => Task.Run(() => Run(page.Data))));

    public static TheoryData<string> Pages => [.. Checkout.UserPages.Where(file => new MarkdownPage(file).Fences.Any(fence => fence.Language == "sh"))];

    [Theory]
    [MemberData(nameof(Pages))]
    public Task What_a_page_says_is_so(string file) => Runs.Value[file];

    // ./test runs this very test, and the walkthrough takes its time: it is run by the page about it, which shows more of it.
    [Fact]
    public void The_readme_names_its_two_commands_and_shows_what_the_walkthrough_prints()
    {
        var readme = new MarkdownPage("README.md");
        Assert.Contains("./fairlead lab run walkthrough", readme.Code);
        Assert.Contains("./test", readme.Code);
        var shown = readme.Fences.Single(fence => fence.Language == "text").Lines;
        var walkthrough = new MarkdownPage("docs/guide/walkthrough.md").Fences.Where(fence => fence.Language == "text").SelectMany(fence => fence.Lines);
        Assert.Null(SeenText.FirstMissing(shown, string.Join('\n', walkthrough)));
    }

    [Fact]
    public void Every_block_is_of_a_kind_that_the_tests_know()
    {
        // sh is run, text is what it prints, yaml is a file; console is typed elsewhere, and the page says why it is not run.
        var unknown = Checkout.UserPages.Select(file => new MarkdownPage(file))
            .SelectMany(page => page.Fences.Where(fence => fence.Language is not ("sh" or "text" or "yaml" or "console")).Select(fence => $"{page.File}:{fence.Line}: {fence.Language}"));
        Assert.Empty(unknown);
    }

    private static async Task Run(string file)
    {
        await Places.WaitAsync();
        try
        {
            using var run = new PageRun(new MarkdownPage(file));
            run.Run();
        }
        finally
        {
            Places.Release();
        }
    }
}
