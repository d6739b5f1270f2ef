using System.Text.RegularExpressions;
using Fairlead.Lab.Entrance;
using Fairlead.Lab.Processes;

namespace Fairlead.Docs.Tests.Pages;

/// <summary>
/// Does what a page says, from top to bottom, in a folder that looks like the checkout. The lab that the page calls by its usual name
/// has one that nobody else uses.
/// </summary>
internal sealed partial class PageRun : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _folder = Directory.CreateTempSubdirectory("fl-docs-").FullName;
    private readonly MarkdownPage _page;
    private readonly string _suffix;

    public PageRun(MarkdownPage page)
    {
        _page = page;
        _suffix = $"-{Path.GetFileNameWithoutExtension(page.File).ToLowerInvariant()}-{Environment.ProcessId}";
        foreach (var entry in Directory.EnumerateFileSystemEntries(Checkout.Root).Where(entry => Path.GetFileName(entry) is not ".git"))
        {
            File.CreateSymbolicLink(Path.Combine(_folder, Path.GetFileName(entry)), entry);
        }
    }

    public void Run()
    {
        var output = "";
        foreach (var fence in _page.Fences)
        {
            switch (fence.Language)
            {
                case "sh":
                    output = string.Concat(fence.Commands().Select(command => Run(fence, command.Command, command.Status)));
                    break;
                case "text":
                    var missing = SeenText.FirstMissing(fence.Lines, output);
                    Assert.True(missing is null, $"{_page.File}:{fence.Line}: the page shows\n{missing}\nbut what came is\n{output}");
                    break;
                case "yaml" when fence.Words.Length > 1:
                    File.WriteAllText(Path.Combine(_folder, fence.Words[1]), fence.Text);
                    break;
            }
        }
    }

    public void Dispose()
    {
        foreach (var lab in LabFinder.All().Where(lab => lab.Name.EndsWith(_suffix, StringComparison.Ordinal)))
        {
            lab.Stop();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private string Run(Fence fence, string command, int status)
    {
        var named = LabName().Replace(command, $"$0{_suffix}");
        // "sh legacy-1": on that host, whose root stands for the node's.
        string[] place = fence.Words.Length > 1 ? ["./fairlead", "lab", "exec", fence.Words[1], "--"] : [];
        var done = Fairlead.Lab.Processes.Run.ToEnd(
            ["bash", "-c", "cd \"$1\"; shift; exec \"$@\" 2>&1", "bash", _folder, .. place, "bash", "-c", $"cd {_folder}; {named}"],
            environment: new Dictionary<string, string> { ["FAIRLEAD_LAB"] = $"{LabFinder.DefaultName}{_suffix}" },
            timeout: Patience);
        // A lab of the usual name is spoken of without one.
        var output = done.Output.Replace(_suffix, "", StringComparison.Ordinal).Replace($" --name {LabFinder.DefaultName}", "", StringComparison.Ordinal);
        SkipWhereImpossible(done.Status, output);
        Assert.True(done.Status == status, $"{_page.File}:{fence.Line}: {command}\nended with status {done.Status}, the page says {status}:\n{output}");
        return output;
    }

    private static void SkipWhereImpossible(int status, string output)
    {
        Assert.SkipWhen(status is 126 or 127, $"a program is missing: run eng/peers.sh: {output}");
        Assert.SkipWhen(output.Contains("sdks: missing", StringComparison.Ordinal) || output.Contains("kubectl: missing", StringComparison.Ordinal), output);
        Assert.SkipWhen(output.Contains("may not be made", StringComparison.Ordinal) || output.Contains("the plug-in is not built", StringComparison.Ordinal), output);
    }

    [GeneratedRegex(@"--name [a-z0-9-]+")]
    private static partial Regex LabName();
}
