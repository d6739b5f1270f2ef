using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.Schemas;
using Fairlead.Kubernetes.Store.State;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>What every object goes through before it is kept: unknown fields, defaults, metadata, schema, sense.</summary>
internal static class ObjectAdmission
{
    /// <summary>Brings what a caller wrote into the form of its schema.</summary>
    /// <exception cref="ApiException">It has unknown fields, and the caller wants that to be refused.</exception>
    public static void Shape(WriteCall call, JsonObject json)
    {
        var (schema, node, path) = Part(call, json);
        // Unknown fields of Kubernetes' own kinds stay: their schemas here are not the whole.
        var unknown = SchemaPruning.Prune(schema, node, path, keep: call.Kind.IsBuiltIn);
        if (unknown.Count > 0 && call.UnknownFields == UnknownFields.Refuse)
        {
            throw Refusal.BadRequest($"{call.Kind.Kind} in version \"{call.Kind.Resource.Version}\" cannot be handled as a {call.Kind.Kind}: strict decoding error: {string.Join(", ", unknown.Select(field => $"unknown field \"{field}\""))}");
        }

        if (call.UnknownFields == UnknownFields.Warn)
        {
            call.Warnings.AddRange(unknown.Select(field => $"unknown field \"{field}\""));
        }

        SchemaDefaults.Fill(schema, node);
    }

    /// <exception cref="ApiException">It is not to be kept; all reasons at once.</exception>
    public static void Check(WriteCall call, WriteScope scope, JsonObject json, JsonObject? before)
    {
        var (schema, node, path) = Part(call, json);
        var problems = node is null ? [] : SchemaCheck.Check(schema, node, path.Length == 0 ? before : before?[path], path).ToList();
        if (!call.IsStatus)
        {
            problems.AddRange(MetadataCheck.Check(call.Kind, json.Metadata()));
            problems.AddRange(before is null ? [] : FixedFields.Check(call.Kind, json, before));
        }

        // What does not fit its schema has no sense to look at, and of a status there is nothing more to say.
        if (problems.Count == 0 && !call.IsStatus)
        {
            problems.AddRange(Sense.Check(call, scope, JsonText.Write(json), scope.Find(call.Kind, call.Key)));
        }

        if (problems.Count > 0)
        {
            throw Refusal.Invalid(call.Kind, call.Key.Name, problems);
        }
    }

    /// <summary>Patches make an object longer than any request may be. What the store itself adds, to delete it for instance, is not counted.</summary>
    /// <exception cref="ApiException">It is too long, and longer than it was.</exception>
    public static StoredObject CheckSize(StoredObject next, StoredObject? before) =>
        next.Text.Length <= JsonText.MostOctets || next.Text.Length <= before?.Text.Length ? next : throw Refusal.TooLarge(JsonText.MostOctets);

    // Who writes the status is not held to what else there is: that is as somebody else has written it.
    private static (SchemaNode Schema, JsonNode? Node, string Path) Part(WriteCall call, JsonObject json) =>
        call.IsStatus ? (call.Kind.Schema.Properties.GetValueOrDefault("status") ?? SchemaNode.Anything, json["status"], "status") : (call.Kind.Schema, json, "");
}
