using System.Text.Json;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.State;
using Fairlead.Resources;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Validation;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>What a schema cannot say of Fairlead's own kinds: whether fields fit each other, and other objects.</summary>
internal static class Sense
{
    public static IEnumerable<FieldProblem> Check(WriteCall call, WriteScope scope, byte[] written, StoredObject? before)
    {
        if (call.Kind.IsBuiltIn)
        {
            return [];
        }

        try
        {
            using var document = JsonDocument.Parse(written);
            var resource = ResourceJson.Read(call.Kind.Resource, document.RootElement)!;
            return [.. ResourceValidation.Problems(resource, before?.Resource, Others(call, scope)).Select(problem => FieldProblem.Invalid(problem.Path, Value(document.RootElement, problem.Path), problem.Message))];
        }
        catch (ResourceFormatException error)
        {
            return [new FieldProblem(error.Path, "FieldValueInvalid", $"Invalid value: {error.Reason}")];
        }
    }

    // Only those that the rules of this kind look at: a node's network is written often and there are thousands of them.
    private static IReadOnlyList<IResource> Others(WriteCall call, WriteScope scope)
    {
        ResourceKind[] kinds = call.Kind.Resource == ResourceKinds.AddressReservations
            ? [ResourceKinds.ClusterNetworks, ResourceKinds.PodNetworkClasses, ResourceKinds.AddressReservations]
            : call.Kind.Resource == ResourceKinds.ClusterNetworks ? [ResourceKinds.NodeNetworks] : [];
        return [.. kinds.SelectMany(kind => scope.State.All(call.Store.Catalog.Of(kind)).Values)
            .Where(other => other.Kind != call.Kind || other.Key != call.Key)
            .Select(other => other.Resource).OfType<IResource>()];
    }

    // As it is in the object, for the reader to see what is meant.
    private static string Value(JsonElement root, string path)
    {
        foreach (var part in path.Replace("[", ".[", StringComparison.Ordinal).Split('.'))
        {
            if (part is ['[', .. var index, ']'] && root.ValueKind == JsonValueKind.Array && int.TryParse(index, out var place) && place < root.GetArrayLength())
            {
                root = root[place];
            }
            else if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty(part, out root))
            {
                return "null";
            }
        }

        var text = root.GetRawText();
        return text.Length <= 200 ? text : $"{text[..200]}…";
    }
}
