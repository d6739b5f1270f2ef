using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Kubernetes.Store.Schemas;

namespace Fairlead.Kubernetes.Store.Writes;

/// <summary>What every object goes through before it is kept: unknown fields, defaults, metadata, schema, sense.</summary>
internal static class ObjectAdmission
{
    /// <summary>Brings what a caller wrote into the form of its schema.</summary>
    /// <exception cref="ApiException">It has unknown fields, and the caller wants that to be refused.</exception>
    public static void Shape(WriteCall call, JsonObject json)
    {
        // Unknown fields of Kubernetes' own kinds stay: their schemas here are not the whole.
        var unknown = SchemaPruning.Prune(call.Kind.Schema, json, keep: call.Kind.IsBuiltIn);
        if (unknown.Count > 0 && call.UnknownFields == UnknownFields.Refuse)
        {
            throw Refusal.BadRequest($"{call.Kind.Kind} in version \"{call.Kind.Resource.Version}\" cannot be handled as a {call.Kind.Kind}: strict decoding error: {string.Join(", ", unknown.Select(path => $"unknown field \"{path}\""))}");
        }

        if (call.UnknownFields == UnknownFields.Warn)
        {
            call.Warnings.AddRange(unknown.Select(path => $"unknown field \"{path}\""));
        }

        SchemaDefaults.Fill(call.Kind.Schema, json);
    }

    /// <exception cref="ApiException">It is not to be kept; all reasons at once.</exception>
    public static void Check(WriteCall call, JsonObject json, JsonObject? before)
    {
        var problems = MetadataCheck.Check(call.Kind, json.Metadata())
            .Concat(SchemaCheck.Check(call.Kind.Schema, json, before))
            .Concat(before is null || call.IsStatus ? [] : FixedFields.Check(call.Kind, json, before))
            .ToList();
        // What does not fit its schema has no sense to look at.
        if (problems.Count == 0)
        {
            problems.AddRange(call.Store.Admission(call.Kind.Resource, json, before));
        }

        if (problems.Count > 0)
        {
            throw Refusal.Invalid(call.Kind, call.Key.Name, problems);
        }
    }
}
