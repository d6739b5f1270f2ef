using System.Text.Json.Nodes;

namespace Fairlead.Kubernetes.Store.Kinds;

/// <summary>What a file says of a kind.</summary>
/// <param name="Schema">JSONSchemaProps of the whole object.</param>
/// <param name="Columns"><c>additionalPrinterColumns</c>, as they are written.</param>
internal sealed record KindDefinition(string Group, string Plural, JsonObject Schema, IReadOnlyList<JsonObject> Columns, IReadOnlyList<string> Categories)
{
    /// <summary>Of a CustomResourceDefinition, or of one of this project's own files for the kinds that every cluster has.</summary>
    public static KindDefinition Read(JsonObject text)
    {
        if (text["spec"] is not JsonObject spec)
        {
            return new KindDefinition((string)text["group"]!, (string)text["plural"]!, (JsonObject)text["schema"]!, [], Texts(text["categories"]));
        }

        var version = spec["versions"]!.AsArray().OfType<JsonObject>().First(one => (bool)one["storage"]!);
        return new KindDefinition(
            (string)spec["group"]!, (string)spec["names"]!["plural"]!, (JsonObject)version["schema"]!["openAPIV3Schema"]!,
            [.. (version["additionalPrinterColumns"] as JsonArray ?? []).OfType<JsonObject>()], Texts(spec["names"]!["categories"]));
    }

    private static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(one => (string)one!)];
}
