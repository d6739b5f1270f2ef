using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>The namespaces that every cluster has.</summary>
internal static class FirstObjects
{
    private static readonly string[] Names = ["default", "kube-node-lease", "kube-public", "kube-system"];

    public static async Task CreateAsync(ClusterStore store)
    {
        var kind = store.Catalog.Namespaces;
        foreach (var key in Names.Select(name => new ObjectKey("", name)).Where(key => store.State.Find(kind, key) is null))
        {
            var json = new JsonObject { ["apiVersion"] = kind.ApiVersion, ["kind"] = kind.Kind, ["metadata"] = new JsonObject { ["name"] = key.Name } };
            await store.WriteAsync(scope => Creation.Create(new WriteCall(store, kind, key), scope, json)).ConfigureAwait(false);
        }
    }
}
