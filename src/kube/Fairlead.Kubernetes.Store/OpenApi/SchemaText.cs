using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Kinds;

namespace Fairlead.Kubernetes.Store.OpenApi;

/// <summary>Kinds' schemas as clients read them.</summary>
internal static class SchemaText
{
    /// <summary>The name under which the metadata of all objects is described once.</summary>
    public const string Metadata = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

    // What version 2 does not know, or what its readers stumble over (apiextensions: ToStructuralOpenAPIV2).
    private static readonly string[] NotInVersion2 = ["nullable", "default", "anyOf", "oneOf", "allOf", "not", "x-kubernetes-validations"];

    /// <summary><c>io.k8s.api.core.v1.Pod</c>, <c>io.fairlead.v1alpha1.NodeNetwork</c>: kubectl knows the former by heart.</summary>
    public static string Name(ServedKind kind) => kind.Group switch
    {
        "" => $"io.k8s.api.core.{kind.Resource.Version}.{kind.Kind}",
        "coordination.k8s.io" => $"io.k8s.api.coordination.{kind.Resource.Version}.{kind.Kind}",
        var group => $"{string.Join('.', group.Split('.').Reverse())}.{kind.Resource.Version}.{kind.Kind}",
    };

    public static JsonObject GroupVersionKind(ServedKind kind) => new() { ["group"] = kind.Group, ["version"] = kind.Resource.Version, ["kind"] = kind.Kind };

    /// <param name="place">Where schemas are in the document: <c>#/definitions/</c>.</param>
    public static JsonObject Whole(ServedKind kind, string place, bool isVersion2)
    {
        var source = (JsonObject)kind.Schema.Source.DeepClone();
        var properties = (JsonObject)source["properties"]!;
        properties["metadata"] = new JsonObject { ["$ref"] = place + Metadata };
        var text = isVersion2 ? Version2(source) : source;
        text["x-kubernetes-group-version-kind"] = new JsonArray(GroupVersionKind(kind));
        return text;
    }

    public static JsonObject OfMetadata(ServedKind any, bool isVersion2)
    {
        var source = (JsonObject)any.Schema.Source["properties"]!["metadata"]!.DeepClone();
        return isVersion2 ? Version2(source) : source;
    }

    private static JsonObject Version2(JsonObject schema)
    {
        foreach (var name in NotInVersion2)
        {
            schema.Remove(name);
        }

        if (schema["x-kubernetes-int-or-string"] is not null)
        {
            (schema["type"], schema["format"]) = ("string", "int-or-string");
        }

        if (schema["x-kubernetes-preserve-unknown-fields"] is not null)
        {
            // A reader that knows the named fields would refuse all others.
            schema.Remove("properties");
        }

        foreach (var below in Below(schema))
        {
            Version2(below);
        }

        return schema;
    }

    private static IEnumerable<JsonObject> Below(JsonObject schema) =>
        (schema["properties"] as JsonObject ?? []).Select(property => property.Value)
            .Append(schema["items"]).Append(schema["additionalProperties"]).OfType<JsonObject>();
}
