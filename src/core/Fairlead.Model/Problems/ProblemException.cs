namespace Fairlead.Model.Problems;

/// <summary>The user said something wrong. All problems of one input travel together, so that a file is mended once.</summary>
public sealed class ProblemException(string source, IReadOnlyList<Problem> problems)
    : Exception(Text(source, problems))
{
    /// <summary>The file or argument they were found in.</summary>
    public string Subject { get; } = source;

    public IReadOnlyList<Problem> Problems { get; } = problems;

    private static string Text(string source, IReadOnlyList<Problem> problems) =>
        problems.Count == 1
            ? $"{source}: {problems[0]}"
            : $"{source}: {problems.Count} problems\n" + string.Join('\n', problems.Select(problem => $"  {problem}"));
}
