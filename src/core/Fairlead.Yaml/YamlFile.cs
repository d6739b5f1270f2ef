using Fairlead.Model.Problems;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Fairlead.Yaml;

/// <summary>The first document of a YAML text, and what is found wrong in it.</summary>
public sealed class YamlFile
{
    private readonly string _source;
    private readonly List<Problem> _problems = [];

    /// <param name="source">What the file is called in messages.</param>
    /// <exception cref="ProblemException">The text is no YAML.</exception>
    public YamlFile(string text, string source)
    {
        _source = source;
        Root = new YamlValue(Parse(text, source), "", _problems);
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
            var yaml = new YamlStream();
            yaml.Load(new StringReader(text));
            return yaml.Documents.Count == 0 ? null : yaml.Documents[0].RootNode;
        }
        catch (YamlException error)
        {
            throw new ProblemException(source, [new Problem("(file)", error.InnerException?.Message ?? error.Message, (int)error.Start.Line, (int)error.Start.Column)]);
        }
    }
}
