namespace Fairlead.Docs.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find();

    /// <summary>Every Markdown file of ours, relative to the root.</summary>
    public static IEnumerable<string> MarkdownFiles { get; } =
    [
        .. Directory.EnumerateFiles(Root, "*.md", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.Hidden })
            .Select(file => Path.GetRelativePath(Root, file))
            .Where(file => !file.Split('/').Any(part => part is "bin" or "obj" or "artifacts"))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>What a user reads: the pages whose commands are run.</summary>
    public static IEnumerable<string> UserPages { get; } =
        [.. MarkdownFiles.Where(file => file is "README.md" || file.StartsWith("docs/guide/", StringComparison.Ordinal))];

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Fairlead.slnx")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("no Fairlead.slnx above the test: run it from a checkout");
        }

        return folder.FullName;
    }
}
