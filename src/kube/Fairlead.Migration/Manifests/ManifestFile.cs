using Fairlead.Model.Problems;
using Fairlead.Yaml;

namespace Fairlead.Migration.Manifests;

/// <summary>A text of YAML documents, of which each is an object of Kubernetes, a list of them, or something of its own.</summary>
internal static class ManifestFile
{
    /// <exception cref="ProblemException">A document is no YAML; with its place in the whole text.</exception>
    public static IReadOnlyList<(YamlFile File, YamlValue Root)> Documents(string text, string source)
    {
        var found = new List<(YamlFile, YamlValue)>();
        var lines = text.Split('\n');
        for (int start = 0, i = 0; i <= lines.Length; i++)
        {
            if (i < lines.Length && lines[i].TrimEnd() != "---")
            {
                continue;
            }

            // The empty lines in front keep every place that of the whole text.
            var document = QuietYaml.Read(new string('\n', start) + string.Join('\n', lines[start..i]), source);
            if (document.Root.IsPresent)
            {
                found.AddRange(Objects(document));
            }

            start = i + 1;
        }

        return found;
    }

    private static IEnumerable<(YamlFile File, YamlValue Root)> Objects(YamlFile document) =>
        document.Root["kind"].IsPresent && document.Root["kind"].Text() is { } kind && kind.EndsWith("List", StringComparison.Ordinal)
            ? document.Root["items"].Items.Select(item => (document, item))
            : [(document, document.Root)];
}
