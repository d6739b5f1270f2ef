using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.Replies;
using Fairlead.Kubernetes.Store.Requests;

namespace Fairlead.Kubernetes.Store.OpenApi;

/// <summary>All kinds' schemas: OpenAPI version 3 by group, version 2 as one document, as JSON or as the protobuf that kubectl asks for.</summary>
internal sealed class OpenApiPages
{
    private const string Protobuf = "application/com.github.proto-openapi.spec.v2";

    // What is asked for with an @ is answered without: it is not allowed there, and older kubectl trips over it.
    private const string ProtobufReply = "application/com.github.proto-openapi.spec.v2.v1.0+protobuf";

    private readonly KindCatalog _catalog;

    // Nobody may ever ask for them, and they never change.
    private readonly Lazy<byte[]> _version2;
    private readonly Lazy<byte[]> _version2Protobuf;
    private readonly Lazy<Dictionary<string, byte[]>> _version3;

    public OpenApiPages(KindCatalog catalog)
    {
        _catalog = catalog;
        _version2 = new(() => JsonText.Write(Version2()));
        _version2Protobuf = new(() => OpenApiProtobuf.Write(Version2()));
        _version3 = new(() => catalog.Kinds.GroupBy(Place).ToDictionary(group => group.Key, group => JsonText.Write(Version3([.. group]))));
    }

    /// <returns>Null where there is nothing at this path.</returns>
    public Reply? Find(string[] path, ApiCall call) => path switch
    {
        ["openapi", "v2"] when call.Accept.Contains(Protobuf, StringComparison.Ordinal) => new Reply(200, ProtobufReply, [_version2Protobuf.Value]),
        ["openapi", "v2"] => new Reply(200, Reply.Json, [_version2.Value]),
        ["openapi", "v3"] => Reply.Of(Index()),
        ["openapi", "v3", .. var place] when _version3.Value.TryGetValue(string.Join('/', place), out var text) => new Reply(200, Reply.Json, [text]),
        _ => null,
    };

    private static string Place(ServedKind kind) => kind.Group.Length == 0 ? $"api/{kind.Resource.Version}" : $"apis/{kind.Group}/{kind.Resource.Version}";

    private JsonObject Index() => new()
    {
        ["paths"] = new JsonObject(_version3.Value.Select(page => KeyValuePair.Create(
            page.Key,
            // By its hash a client knows whether what it has kept is still so.
            (JsonNode?)new JsonObject { ["serverRelativeURL"] = $"/openapi/v3/{page.Key}?hash={Convert.ToHexString(SHA256.HashData(page.Value))}" }))),
    };

    private JsonObject Version2()
    {
        var definitions = new JsonObject { [SchemaText.Metadata] = SchemaText.OfMetadata(_catalog.Namespaces, isVersion2: true) };
        var paths = new JsonObject();
        foreach (var kind in _catalog.Kinds)
        {
            definitions[SchemaText.Name(kind)] = SchemaText.Whole(kind, "#/definitions/", isVersion2: true);
            Add(paths, kind, isVersion2: true);
        }

        return new JsonObject { ["swagger"] = "2.0", ["info"] = About(), ["paths"] = paths, ["definitions"] = definitions };
    }

    private static JsonObject Version3(IReadOnlyList<ServedKind> kinds)
    {
        var schemas = new JsonObject { [SchemaText.Metadata] = SchemaText.OfMetadata(kinds[0], isVersion2: false) };
        var paths = new JsonObject();
        foreach (var kind in kinds)
        {
            schemas[SchemaText.Name(kind)] = SchemaText.Whole(kind, "#/components/schemas/", isVersion2: false);
            Add(paths, kind, isVersion2: false);
        }

        return new JsonObject { ["openapi"] = "3.0.0", ["info"] = About(), ["paths"] = paths, ["components"] = new JsonObject { ["schemas"] = schemas } };
    }

    private static void Add(JsonObject paths, ServedKind kind, bool isVersion2)
    {
        foreach (var (path, item) in OperationText.Paths(kind, isVersion2))
        {
            paths[path] = item;
        }
    }

    private static JsonObject About() => new() { ["title"] = "Fairlead's store", ["version"] = "v1.31.0" };
}
