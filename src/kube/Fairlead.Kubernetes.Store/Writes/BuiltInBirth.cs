using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>What Kubernetes' own kinds begin with.</summary>
internal static class BuiltInBirth
{
    public static void Fill(ServedKind kind, JsonObject json)
    {
        switch (kind.Kind)
        {
            case "Pod":
                json["status"] = new JsonObject { ["phase"] = "Pending" };
                break;
            case "Namespace":
                json["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };
                json["status"] = new JsonObject { ["phase"] = "Active" };
                // Selectors of namespaces name them by it (KEP 2161).
                json.Metadata().Child("labels")["kubernetes.io/metadata.name"] = json.TextAt("metadata.name");
                break;
        }
    }
}
