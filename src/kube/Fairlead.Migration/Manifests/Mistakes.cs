using Fairlead.Model.Problems;

namespace Fairlead.Migration.Manifests;

/// <summary>Gathers what is wrong in several texts, so that all of them are mended at once.</summary>
internal sealed class Mistakes
{
    private readonly List<ProblemException> _all = [];

    public void Try(Action read)
    {
        try
        {
            read();
        }
        catch (ProblemException error)
        {
            _all.Add(error);
        }
    }

    /// <exception cref="ProblemException">Something was wrong.</exception>
    public void Check()
    {
        if (_all.Count == 0)
        {
            return;
        }

        var files = _all.GroupBy(error => error.Subject).Select(file => (
            Source: file.Key,
            Problems: file.SelectMany(error => error.Problems).Distinct().OrderBy(problem => problem.Line).ThenBy(problem => problem.Column).ToList())).ToList();
        throw files.Count == 1
            ? new ProblemException(files[0].Source, files[0].Problems)
            : new ProblemException($"{files.Count} files", [.. files.SelectMany(file => file.Problems.Select(problem => In(file.Source, problem)))]);
    }

    // A place means something behind its file only.
    private static Problem In(string source, Problem problem) =>
        new($"{source}: {(problem.Line > 0 ? $"line {problem.Line}, column {problem.Column}: " : "")}{problem.Path}", problem.Message);
}
