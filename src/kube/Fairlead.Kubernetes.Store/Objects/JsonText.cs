using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fairlead.Kubernetes.Store.Objects;

/// <summary>Objects to octets and back.</summary>
internal static class JsonText
{
    /// <summary>Of an object. etcd's limit for one is 1.5 MB, that of the API server for a request 3 MB.</summary>
    public const int MostOctets = 3 * 1024 * 1024;

    /// <summary>
    /// Of an object, itself counted. Programs read JSON of 64 levels unless they are told otherwise, and a watch of tables puts four around
    /// an object: the event, the table, its rows and the row.
    /// </summary>
    public const int MostDepth = 60;

    // A property that is there twice is somebody's mistake: which one counts would be chance.
    private static readonly JsonDocumentOptions Reading = new() { AllowDuplicateProperties = false, MaxDepth = MostDepth };

    // As deep as a writer writes: what an older store has kept is there to be deleted.
    private static readonly JsonDocumentOptions ReadingOurs = new() { MaxDepth = 1000 };

    // Texts are read by people and by programs, never by a browser as HTML.
    private static readonly JsonWriterOptions Writing = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <exception cref="JsonException">It is no JSON, or too deep.</exception>
    public static JsonNode? Read(ReadOnlySpan<byte> text) => JsonNode.Parse(text, documentOptions: Reading);

    /// <summary>Of what this store wrote itself: it is not looked at as closely, and only what is asked for is taken apart.</summary>
    public static JsonObject ReadObject(ReadOnlySpan<byte> text) => (JsonObject)JsonNode.Parse(text, documentOptions: ReadingOurs)!;

    /// <returns>How many objects and lists are around its innermost value; 0 for a value.</returns>
    public static int Depth(JsonNode? node) => node switch
    {
        JsonObject map => 1 + map.Select(field => Depth(field.Value)).DefaultIfEmpty().Max(),
        JsonArray list => 1 + list.Select(Depth).DefaultIfEmpty().Max(),
        _ => 0,
    };

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
