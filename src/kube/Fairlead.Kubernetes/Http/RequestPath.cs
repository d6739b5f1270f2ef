using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Http;

/// <summary>Where objects are found (Kubernetes API concepts, "Resource URIs").</summary>
internal static class RequestPath
{
    public static string Of(ResourceKind kind, string ns)
    {
        var root = kind.Group.Length == 0 ? $"/api/{kind.Version}" : $"/apis/{kind.Group}/{kind.Version}";
        return kind.IsNamespaced && ns.Length > 0 ? $"{root}/namespaces/{Uri.EscapeDataString(ns)}/{kind.Plural}" : $"{root}/{kind.Plural}";
    }

    public static string Of(ResourceKind kind, string ns, string name, string part = "")
    {
        if (name.Length == 0 || (kind.IsNamespaced && ns.Length == 0))
        {
            throw new ArgumentException($"an object of {kind.Plural} needs a name{(kind.IsNamespaced ? " and a namespace" : "")}", nameof(name));
        }

        return $"{Of(kind, ns)}/{Uri.EscapeDataString(name)}{(part.Length == 0 ? "" : "/" + part)}";
    }

    /// <summary>As roles and people call it.</summary>
    public static string Words(ResourceKind kind, string ns, string name, string part = "") =>
        kind.Plural + (kind.Group.Length == 0 ? "" : "." + kind.Group) + (ns.Length == 0 || !kind.IsNamespaced ? "" : "/" + ns) + (name.Length == 0 ? "" : "/" + name) + (part.Length == 0 ? "" : "/" + part);
}
