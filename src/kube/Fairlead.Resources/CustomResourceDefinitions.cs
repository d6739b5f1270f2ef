namespace Fairlead.Resources;

/// <summary>The files of <c>deploy/crds</c>: schema, defaults and printer columns of our kinds, for whoever serves them.</summary>
public static class CustomResourceDefinitions
{
    private const string Folder = "crds/";

    /// <summary>YAML texts by file name.</summary>
    public static IReadOnlyDictionary<string, string> Texts { get; } = Read();

    private static SortedDictionary<string, string> Read()
    {
        var texts = new SortedDictionary<string, string>(StringComparer.Ordinal);
        var assembly = typeof(CustomResourceDefinitions).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            texts[name[Folder.Length..]] = reader.ReadToEnd();
        }

        return texts;
    }
}
