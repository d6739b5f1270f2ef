using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>Metadata that only the store writes.</summary>
internal static class ObjectIdentity
{
    public static IReadOnlyList<string> OfTheStore { get; } =
        ["uid", "resourceVersion", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds", "generation", "selfLink", "managedFields"];

    private static readonly string[] Kept = ["name", "namespace", "generateName", .. OfTheStore];

    /// <summary>An update does not change them, whatever it says.</summary>
    public static void Keep(JsonObject metadata, JsonObject before)
    {
        foreach (var field in Kept)
        {
            metadata.Take(field, before);
        }
    }
}
