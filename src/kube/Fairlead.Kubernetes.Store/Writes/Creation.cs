using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.State;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>A new object.</summary>
internal static class Creation
{
    // Without vowels and what looks alike: no words come of it (apimachinery/pkg/util/rand).
    private const string Letters = "bcdfghjklmnpqrstvwxz2456789";
    private const int LetterCount = 5;
    private const int MostPrefix = 58;

    /// <param name="call">Its key's name is empty where the store is to choose one.</param>
    /// <exception cref="ApiException">It is there already, its namespace is not, or it is not to be kept.</exception>
    public static StoredObject Create(WriteCall call, WriteScope scope, JsonObject json)
    {
        var metadata = json.Metadata();
        if (call.Key.Name.Length == 0)
        {
            call = call with { Key = call.Key with { Name = FreeName(call, scope, metadata.TextAt("generateName")) } };
        }

        NamespaceLife.CheckOpen(call, scope);
        if (scope.Find(call.Kind, call.Key) is not null)
        {
            throw Refusal.AlreadyExists(call.Kind, call.Key.Name);
        }

        Begin(call, scope, json, metadata);
        ObjectAdmission.Check(call, scope, json, null);
        return ObjectAdmission.CheckSize(scope.Put(call.Kind, call.Key, json), null);
    }

    private static void Begin(WriteCall call, WriteScope scope, JsonObject json, JsonObject metadata)
    {
        foreach (var ours in ObjectIdentity.OfTheStore)
        {
            metadata.Remove(ours);
        }

        metadata["name"] = call.Key.Name;
        if (call.Kind.IsNamespaced)
        {
            metadata["namespace"] = call.Key.Namespace;
        }

        metadata["uid"] = Guid.NewGuid().ToString();
        metadata["creationTimestamp"] = ObjectFields.Time(scope.Now);
        if (call.Kind.CountsGenerations)
        {
            metadata["generation"] = 1;
        }

        if (call.Kind.HasStatus && !call.Kind.KeepsStatusAtBirth)
        {
            json.Remove("status");
        }

        BuiltInBirth.Fill(call.Kind, json);
        ObjectAdmission.Shape(call, json);
    }

    private static string FreeName(WriteCall call, WriteScope scope, string prefix)
    {
        if (prefix.Length == 0)
        {
            throw Refusal.Invalid(call.Kind, "", [FieldProblem.Required("metadata.name", "name or generateName is required")]);
        }

        while (true)
        {
            var name = prefix[..Math.Min(prefix.Length, MostPrefix)] + RandomNumberGenerator.GetString(Letters, LetterCount);
            if (scope.Find(call.Kind, call.Key with { Name = name }) is null)
            {
                return name;
            }
        }
    }
}
