using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.OpenApi;
using Fairlead.Kubernetes.Store.Replies;
using Fairlead.Kubernetes.Store.Requests;

namespace Fairlead.Kubernetes.Store.Discovery;

/// <summary>What there is: groups, versions, kinds.</summary>
internal sealed class DiscoveryPages(KindCatalog catalog)
{
    private static readonly string[] AllVerbs = ["create", "delete", "deletecollection", "get", "list", "patch", "update", "watch"];
    private static readonly string[] StatusVerbs = ["get", "patch", "update"];

    private readonly OpenApiPages _schemas = new(catalog);

    public Reply Version() => Reply.Of(new JsonObject
    {
        // What these API paths are like: clients choose by it what they may use.
        ["major"] = "1",
        ["minor"] = "31",
        ["gitVersion"] = "v1.31.0-fairlead",
        ["gitCommit"] = "",
        ["gitTreeState"] = "clean",
        ["buildDate"] = "2024-08-13T00:00:00Z",
        ["goVersion"] = "",
        ["compiler"] = ".NET",
        ["platform"] = "linux/amd64",
    });

    /// <returns>Null where there is nothing at this path.</returns>
    public Reply? Find(string[] path, ApiCall call) => path switch
    {
        [] => Reply.Of(new JsonObject { ["paths"] = new JsonArray([.. Paths().Select(one => (JsonNode)one)]) }),
        ["api"] => Reply.Of(new JsonObject { ["kind"] = "APIVersions", ["versions"] = new JsonArray("v1"), ["serverAddressByClientCIDRs"] = new JsonArray() }),
        ["api", "v1"] => Reply.Of(Resources("", "v1")),
        ["apis"] => Reply.Of(new JsonObject { ["kind"] = "APIGroupList", ["apiVersion"] = "v1", ["groups"] = new JsonArray([.. Groups().Select(group => (JsonNode)Group(group.Group, group.Version))]) }),
        ["apis", var name] when Groups().FirstOrDefault(group => group.Group == name) is { Version: not null } group => Reply.Of(Group(group.Group, group.Version, isAlone: true)),
        ["apis", var name, var version] when Groups().Contains((name, version)) => Reply.Of(Resources(name, version)),
        _ => _schemas.Find(path, call),
    };

    private IEnumerable<string> Paths() =>
        [.. new[] { "/api", "/api/v1", "/apis" }, .. Groups().SelectMany(group => new[] { $"/apis/{group.Group}", $"/apis/{group.Group}/{group.Version}" }), "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"];

    private IEnumerable<(string Group, string Version)> Groups() => catalog.Kinds.Where(kind => kind.Group.Length > 0).Select(kind => (kind.Group, kind.Resource.Version)).Distinct();

    private static JsonObject Group(string name, string version, bool isAlone = false)
    {
        var group = new JsonObject();
        if (isAlone)
        {
            (group["kind"], group["apiVersion"]) = ("APIGroup", "v1");
        }

        group["name"] = name;
        group["versions"] = new JsonArray(new JsonObject { ["groupVersion"] = $"{name}/{version}", ["version"] = version });
        group["preferredVersion"] = new JsonObject { ["groupVersion"] = $"{name}/{version}", ["version"] = version };
        return group;
    }

    private JsonObject Resources(string group, string version)
    {
        var resources = new JsonArray();
        foreach (var kind in catalog.Kinds.Where(kind => kind.Group == group && kind.Resource.Version == version))
        {
            resources.Add(Resource(kind));
            if (kind.HasStatus)
            {
                resources.Add(Subresource(kind, "status", kind.Kind, StatusVerbs));
            }

            if (kind == catalog.Pods)
            {
                resources.Add(Subresource(kind, "binding", "Binding", ["create"]));
            }
        }

        return new JsonObject { ["kind"] = "APIResourceList", ["apiVersion"] = "v1", ["groupVersion"] = group.Length == 0 ? version : $"{group}/{version}", ["resources"] = resources };
    }

    private static JsonObject Resource(ServedKind kind)
    {
        var resource = new JsonObject
        {
            ["name"] = kind.Plural,
            ["singularName"] = kind.Resource.Singular,
            ["namespaced"] = kind.IsNamespaced,
            ["kind"] = kind.Kind,
            ["verbs"] = Texts(AllVerbs),
        };
        if (kind.Resource.ShortNames.Count > 0)
        {
            resource["shortNames"] = Texts(kind.Resource.ShortNames);
        }

        if (kind.Categories.Count > 0)
        {
            resource["categories"] = Texts(kind.Categories);
        }

        return resource;
    }

    private static JsonObject Subresource(ServedKind kind, string name, string shown, string[] verbs) => new()
    {
        ["name"] = $"{kind.Plural}/{name}",
        ["singularName"] = "",
        ["namespaced"] = kind.IsNamespaced,
        ["kind"] = shown,
        ["verbs"] = Texts(verbs),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => [.. texts.Select(text => (JsonNode)text)];
}
