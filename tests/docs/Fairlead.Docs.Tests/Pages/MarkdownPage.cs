using System.Text.RegularExpressions;

namespace Fairlead.Docs.Tests.Pages;

/// <summary>A Markdown file as far as its promises go: blocks, links, headings, code.</summary>
internal sealed partial class MarkdownPage
{
    private readonly List<string> _prose = [];
    private readonly List<Fence> _fences = [];

    public MarkdownPage(string file)
    {
        File = file;
        Split(Checkout.Read(file).Split('\n'));
    }

    public string File { get; }

    public IReadOnlyList<Fence> Fences => _fences;

    /// <summary>Targets of links, titles left out.</summary>
    public IEnumerable<string> Links => _prose.SelectMany(line => Link().Matches(CodeSpan().Replace(line, "")).Select(match => match.Groups[1].Value));

    /// <summary>The anchors that GitHub gives headings.</summary>
    public IEnumerable<string> Anchors => _prose.Where(line => line.StartsWith('#')).Select(line =>
        NoAnchor().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    /// <summary>Code within the text, and indented lines: what a reader may type, run here or not.</summary>
    public IEnumerable<string> Code =>
        _prose.SelectMany(line => line.StartsWith("    ", StringComparison.Ordinal) ? [line.Trim()] : CodeSpan().Matches(line).Select(match => match.Groups[1].Value))
            .Concat(_fences.Where(fence => fence.Language is "sh" or "console").SelectMany(fence => fence.Commands().Select(command => command.Command)));

    /// <summary>The first code span of each row of the table below a heading.</summary>
    public IEnumerable<string> FirstColumn(string heading) =>
        _prose.SkipWhile(line => line.TrimStart('#').Trim() != heading || !line.StartsWith('#')).Skip(1).TakeWhile(line => !line.StartsWith('#'))
            .Select(line => Cell().Match(line)).Where(match => match.Success).Select(match => match.Groups[1].Value);

    private void Split(string[] lines)
    {
        for (var i = 0; i < lines.Length; i++)
        {
            if (!lines[i].StartsWith("```", StringComparison.Ordinal))
            {
                _prose.Add(lines[i]);
                continue;
            }

            var content = lines.Skip(i + 1).TakeWhile(line => line != "```").ToList();
            _fences.Add(new Fence(lines[i][3..].Split(' ', StringSplitOptions.RemoveEmptyEntries), content, i + 1));
            i += content.Count + 1;
        }
    }

    [GeneratedRegex(@"\]\(([^)\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex("`([^`]+)`")]
    private static partial Regex CodeSpan();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoAnchor();

    [GeneratedRegex(@"^\| `([^`]+)`")]
    private static partial Regex Cell();
}
