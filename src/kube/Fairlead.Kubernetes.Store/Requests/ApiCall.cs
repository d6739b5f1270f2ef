using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Store.Requests;

/// <summary>A request as it came.</summary>
internal sealed record ApiCall(string Method, string Path, Query Query, string Accept, string ContentType, string Authorization, ReadOnlyMemory<byte> Body, CancellationToken Gone)
{
    /// <summary>The body's media type without parameters.</summary>
    public string MediaType => ContentType.Split(';')[0].Trim();

    /// <exception cref="ApiException">It is not JSON, or not written as such.</exception>
    public JsonObject ReadObject()
    {
        if (MediaType == ProtobufBody.MediaType)
        {
            return ProtobufBody.Read(Body);
        }

        if (MediaType.Length > 0 && MediaType is not ("application/json" or "*/*"))
        {
            throw Refusal.UnsupportedMediaType($"the body of the request was in an unknown format ({MediaType}) - accepted media types include: application/json");
        }

        return ReadJson() as JsonObject ?? throw Refusal.BadRequest("the body of the request is no JSON object");
    }

    public JsonNode? ReadJson()
    {
        try
        {
            return JsonText.Read(Body.Span);
        }
        catch (JsonException error)
        {
            throw Refusal.BadRequest($"the body of the request is no JSON: {error.Message}");
        }
    }
}
