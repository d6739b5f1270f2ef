using Fairlead.Model.Problems;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fairlead.Yaml;

/// <summary>The first document of a YAML text, and what is found wrong in it.</summary>
public sealed class YamlFile
{
    private const int MostDepth = 50;

    private readonly string _source;
    private readonly List<Problem> _problems = [];

    /// <param name="source">What the file is called in messages.</param>
    /// <param name="path">What the paths of its values begin with, where it is a value of another file itself.</param>
    /// <exception cref="ProblemException">The text is no YAML.</exception>
    public YamlFile(string text, string source, string path = "")
    {
        _source = source;
        Root = new YamlValue(Parse(text, source), path, _problems);
    }

    /// <summary>The whole document; what is said of it and of what is below it comes together here.</summary>
    public YamlValue Root { get; }

    public IReadOnlyList<Problem> Problems => _problems;

    /// <exception cref="ProblemException">Something was found wrong: all of it, in the order of the file.</exception>
    public void Check(IEnumerable<Problem>? more = null)
    {
        var all = _problems.Concat(more ?? []).Distinct().OrderBy(problem => problem.Line).ThenBy(problem => problem.Column).ToList();
        if (all.Count > 0)
        {
            throw new ProblemException(_source, all);
        }
    }

    private static YamlNode? Parse(string text, string source)
    {
        try
        {
            CheckDepth(text, source);
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents.Count == 0 ? null : yaml.Documents[0].RootNode;
        }
        catch (YamlException error)
        {
            throw new ProblemException(source, [new Problem("(file)", error.InnerException?.Message ?? error.Message, (int)error.Start.Line, (int)error.Start.Column)]);
        }
        catch (Exception error) when (error is InvalidOperationException or ArgumentException or IndexOutOfRangeException)
        {
            // The parser trips over some texts, a comma in the first column of a block for one, and does not say where.
            throw new ProblemException(source, [new Problem("(file)", "is no YAML")]);
        }
    }

    // Documents are loaded by recursion, and nothing catches a stack that is full.
    private static void CheckDepth(string text, string source)
    {
        var parser = new Parser(new StringReader(text));
        for (var depth = 0; parser.MoveNext();)
        {
            depth += parser.Current!.NestingIncrease;
            if (depth > MostDepth)
            {
                throw new ProblemException(source, [new Problem("(file)", $"is nested more than {MostDepth} deep", (int)parser.Current.Start.Line, (int)parser.Current.Start.Column)]);
            }
        }
    }
}
