using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Schemas;
using Fairlead.Resources;
using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Store.Kinds;

/// <summary>The files that kinds are defined by: our own of <c>deploy/crds</c>, Kubernetes' of this project.</summary>
internal sealed class KindFiles
{
    private const string Folder = "kinds/";

    private readonly Dictionary<(string Group, string Plural), KindDefinition> _definitions;
    private readonly JsonObject _metadata;

    private KindFiles(Dictionary<(string Group, string Plural), KindDefinition> definitions, JsonObject metadata) => (_definitions, _metadata) = (definitions, metadata);

    public static KindFiles Read()
    {
        var own = OwnTexts().ToDictionary(text => text.Name, text => YamlText.Read(text.Text).Single(), StringComparer.Ordinal);
        own.Remove("meta.yaml", out var metadata);
        var all = own.Values.Concat(CustomResourceDefinitions.Texts.Values.SelectMany(YamlText.Read)).Select(KindDefinition.Read);
        return new KindFiles(all.ToDictionary(one => (one.Group, one.Plural)), metadata!);
    }

    public KindDefinition Of(ResourceKind resource) => _definitions[(resource.Group, resource.Plural)];

    /// <summary>A kind's schema with what every object has.</summary>
    public SchemaNode Schema(KindDefinition definition)
    {
        var whole = (JsonObject)definition.Schema.DeepClone();
        var properties = new JsonObject
        {
            ["apiVersion"] = new JsonObject { ["type"] = "string", ["description"] = "Group and version of the object's form." },
            ["kind"] = new JsonObject { ["type"] = "string", ["description"] = "What the object is." },
            ["metadata"] = _metadata.DeepClone(),
        };
        foreach (var (name, field) in (JsonObject)whole["properties"]!)
        {
            properties.TryAdd(name, field?.DeepClone());
        }

        whole["properties"] = properties;
        return SchemaReading.Read(whole, definition.Plural);
    }

    private static IEnumerable<(string Name, string Text)> OwnTexts()
    {
        var assembly = typeof(KindFiles).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Folder, StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            yield return (name[Folder.Length..], reader.ReadToEnd());
        }
    }
}
