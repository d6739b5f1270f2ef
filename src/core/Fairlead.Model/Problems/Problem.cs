namespace Fairlead.Model.Problems;

/// <summary>One thing that a user said wrong: where, what was given, what is allowed and what to do.</summary>
/// <param name="Path">The field, <c>hosts[2].address</c>.</param>
/// <param name="Message">What is wrong and what is allowed, in one sentence that quotes what was given.</param>
/// <param name="Line">1-based line of the file, 0 where there is none.</param>
/// <param name="Column">1-based column, 0 where there is none.</param>
public sealed record Problem(string Path, string Message, int Line = 0, int Column = 0)
{
    public override string ToString() => Line > 0 ? $"line {Line}, column {Column}: {Path}: {Message}" : $"{Path}: {Message}";
}
