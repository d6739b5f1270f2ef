using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Kinds;

namespace Fairlead.Kubernetes.Store.OpenApi;

/// <summary>What can be done with a kind, as far as clients look it up: by it kubectl knows that the store checks fields itself.</summary>
internal static class OperationText
{
    private static readonly string[] OfWrites = ["dryRun", "fieldManager", "fieldValidation"];

    /// <returns>Paths and what is at them.</returns>
    public static IEnumerable<(string Path, JsonObject Item)> Paths(ServedKind kind, bool isVersion2)
    {
        var root = kind.Group.Length == 0 ? $"/api/{kind.Resource.Version}" : $"/apis/{kind.Group}/{kind.Resource.Version}";
        var place = kind.IsNamespaced ? $"{root}/namespaces/{{namespace}}/{kind.Plural}" : $"{root}/{kind.Plural}";
        if (kind.IsNamespaced)
        {
            yield return ($"{root}/{kind.Plural}", new JsonObject { ["get"] = Operation(kind, "list", [], [], isVersion2) });
        }

        yield return (place, new JsonObject
        {
            ["get"] = Operation(kind, "list", [], [], isVersion2),
            ["post"] = Operation(kind, "post", OfWrites, ["application/json"], isVersion2),
        });
        yield return ($"{place}/{{name}}", new JsonObject
        {
            ["get"] = Operation(kind, "get", [], [], isVersion2),
            ["put"] = Operation(kind, "put", OfWrites, ["application/json"], isVersion2),
            ["delete"] = Operation(kind, "delete", ["dryRun"], [], isVersion2),
            ["patch"] = Operation(kind, "patch", OfWrites, Patches(kind), isVersion2),
        });
    }

    private static string[] Patches(ServedKind kind) =>
        ["application/json-patch+json", "application/merge-patch+json", .. kind.IsBuiltIn ? ["application/strategic-merge-patch+json"] : Array.Empty<string>()];

    private static JsonObject Operation(ServedKind kind, string action, string[] parameters, string[] bodies, bool isVersion2)
    {
        var operation = new JsonObject
        {
            ["operationId"] = $"{action}{kind.Group.Replace(".", "", StringComparison.Ordinal)}{kind.Resource.Version}{kind.Kind}",
            ["parameters"] = new JsonArray([.. parameters.Select(name => (JsonNode)Parameter(name, isVersion2))]),
            ["responses"] = new JsonObject { ["200"] = new JsonObject { ["description"] = "OK" } },
            ["x-kubernetes-action"] = action,
            ["x-kubernetes-group-version-kind"] = SchemaText.GroupVersionKind(kind),
        };
        if (bodies.Length > 0 && isVersion2)
        {
            operation["consumes"] = new JsonArray([.. bodies.Select(body => (JsonNode)body)]);
        }
        else if (bodies.Length > 0)
        {
            var content = bodies.Select(body => KeyValuePair.Create(body, (JsonNode?)new JsonObject { ["schema"] = new JsonObject { ["type"] = "object" } }));
            operation["requestBody"] = new JsonObject { ["required"] = true, ["content"] = new JsonObject(content) };
        }

        return operation;
    }

    private static JsonObject Parameter(string name, bool isVersion2)
    {
        var parameter = new JsonObject { ["name"] = name, ["in"] = "query" };
        if (isVersion2)
        {
            (parameter["type"], parameter["uniqueItems"]) = ("string", true);
        }
        else
        {
            parameter["schema"] = new JsonObject { ["type"] = "string", ["uniqueItems"] = true };
        }

        return parameter;
    }
}
