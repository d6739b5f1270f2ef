using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fairlead.Kubernetes.Store.Objects;

/// <summary>Objects to octets and back.</summary>
internal static class JsonText
{
    // A property that is there twice is somebody's mistake: which one counts would be chance.
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    // Texts are read by people and by programs, never by a browser as HTML.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <exception cref="JsonException">It is no JSON.</exception>
    public static JsonNode? Read(ReadOnlySpan<byte> text) => JsonNode.Parse(text, documentOptions: Reading);

    /// <summary>Of what this store wrote itself: it is not looked at as closely, and only what is asked for is taken apart.</summary>
    public static JsonObject ReadObject(ReadOnlySpan<byte> text) => (JsonObject)JsonNode.Parse(text)!;

    public static byte[] Write(JsonNode node)
    {
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var writer = new Utf8JsonWriter(buffer, Writing))
        {
            node.WriteTo(writer);
        }

        return buffer.WrittenSpan.ToArray();
    }
}
