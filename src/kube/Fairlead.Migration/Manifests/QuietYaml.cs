using Fairlead.Model.Problems;
using Fairlead.Yaml;

namespace Fairlead.Migration.Manifests;

/// <summary>YAML that may have secrets in it.</summary>
internal static class QuietYaml
{
    /// <exception cref="ProblemException">It is no YAML. No value is quoted in what is said of that.</exception>
    public static YamlFile Read(string text, string source, string path = "")
    {
        try
        {
            return new YamlFile(text, source, path);
        }
        catch (ProblemException error)
        {
            throw new ProblemException(source, [.. error.Problems.Select(problem => problem with { Path = path.Length == 0 ? problem.Path : path, Message = Quiet(problem.Message) })]);
        }
    }

    // A password that begins with an asterisk is an alias to YAML, and its parser names what it does not find.
    private static string Quiet(string message) =>
        message.Contains("anchor", StringComparison.OrdinalIgnoreCase) ? "is no YAML: a value that begins with * has to be in quotes" : message;
}
