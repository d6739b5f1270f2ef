namespace Fairlead.Docs.Tests.Pages;

public sealed class LinkTests
{
    [Fact]
    public void Every_link_leads_somewhere()
    {
        var broken = Checkout.MarkdownFiles.Select(file => new MarkdownPage(file))
            .SelectMany(page => page.Links.Where(link => !link.Contains("://", StringComparison.Ordinal) && !Leads(page, link)).Select(link => $"{page.File}: {link}"));
        Assert.Empty(broken);
    }

    [Fact]
    public void The_index_of_the_guide_names_every_page()
    {
        var links = new MarkdownPage("docs/guide/README.md").Links.ToHashSet();
        var pages = Checkout.UserPages.Where(file => file.StartsWith("docs/guide/", StringComparison.Ordinal)).Select(file => Path.GetFileName(file));
        Assert.Superset(pages.Where(name => name != "README.md").ToHashSet(), links);
    }

    private static bool Leads(MarkdownPage page, string link)
    {
        var (path, anchor) = link.Split('#') is [var before, var after] ? (before, after) : (link, "");
        var target = path.Length == 0 ? page.File : Path.GetRelativePath(Checkout.Root, Path.Combine(Checkout.Root, Path.GetDirectoryName(page.File)!, path));
        return Path.Exists(Path.Combine(Checkout.Root, target)) && (anchor.Length == 0 || new MarkdownPage(target).Anchors.Contains(anchor));
    }
}
