using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Replies;

/// <summary>An answer whose length is known.</summary>
/// <param name="Parts">Octets one after the other: objects go out as they are kept.</param>
internal sealed record Reply(int Status, string ContentType, IReadOnlyList<ReadOnlyMemory<byte>> Parts)
{
    public const string Json = "application/json";

    /// <summary>What the caller is told beside the answer.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    public static Reply Of(JsonNode json, int status = 200) => new(status, Json, [JsonText.Write(json)]);

    public static Reply Of(StoredObject stored, int status = 200) => new(status, Json, [stored.Text]);

    public static Reply Of(ApiException refusal) => Of(refusal.Status(), refusal.Code);

    public static Reply Plain(string text) => new(200, "text/plain; charset=utf-8", [System.Text.Encoding.UTF8.GetBytes(text)]);
}
