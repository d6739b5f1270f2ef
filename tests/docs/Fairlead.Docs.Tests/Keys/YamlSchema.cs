using System.Text.RegularExpressions;
using Fairlead.Model.Problems;

namespace Fairlead.Docs.Tests.Keys;

/// <summary>Finds the keys that a reader of YAML knows by giving it what is no mapping: it answers with what it would allow.</summary>
internal static partial class YamlSchema
{
    /// <param name="read">Throws for what is wrong.</param>
    /// <returns>Paths of all values, elements of lists as <c>hosts[].name</c>.</returns>
    public static IReadOnlyList<string> Keys(Action<string> read) => [.. Below(read, "")];

    private static IEnumerable<string> Below(Action<string> read, string path)
    {
        var (kind, keys) = Ask(read, path);
        return kind switch
        {
            Kind.Mapping => keys.SelectMany(key => Below(read, path.Length == 0 ? key : $"{path}.{key}")),
            Kind.List when Ask(read, $"{path}[]").Kind == Kind.Mapping => Below(read, $"{path}[]"),
            _ => [path],
        };
    }

    private static (Kind Kind, string[] Keys) Ask(Action<string> read, string path)
    {
        var place = path.Replace("[]", "[0]", StringComparison.Ordinal);
        try
        {
            read(Write(path));
        }
        catch (ProblemException error)
        {
            foreach (var problem in error.Problems.Where(problem => problem.Path == (place.Length == 0 ? "(file)" : place)))
            {
                if (Mapping().Match(problem.Message) is { Success: true } mapping)
                {
                    return (Kind.Mapping, mapping.Groups[1].Value.Split(", "));
                }

                if (problem.Message == "must be a list")
                {
                    return (Kind.List, []);
                }
            }
        }

        return (Kind.Value, []);
    }

    /// <summary>A file in which only this value is, and it is a word.</summary>
    private static string Write(string path)
    {
        var text = "word";
        foreach (var step in path.Split('.', StringSplitOptions.RemoveEmptyEntries).Reverse())
        {
            text = step.EndsWith("[]", StringComparison.Ordinal) ? $"{{ {step[..^2]}: [{text}] }}" : $"{{ {step}: {text} }}";
        }

        return text;
    }

    private enum Kind
    {
        Value,
        Mapping,
        List,
    }

    [GeneratedRegex(@"\Amust be a mapping (?:with|of) (.*)\z")]
    private static partial Regex Mapping();
}
