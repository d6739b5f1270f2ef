using System.Text;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;

namespace Fairlead.Kubernetes.Store.Requests;

/// <summary>
/// An object in Kubernetes' protobuf envelope (<c>runtime.Unknown</c>). kubectl from 1.32 makes namespaces in this form and has no other one
/// for them; everything else it sends as JSON.
/// </summary>
internal static class ProtobufBody
{
    public const string MediaType = "application/vnd.kubernetes.protobuf";

    // "k8s" and a zero octet come before the envelope (apimachinery/pkg/runtime/serializer/protobuf).
    private static ReadOnlySpan<byte> Magic => "k8s\0"u8;

    /// <exception cref="ApiException">It is none, or of a kind that is not read here.</exception>
    public static JsonObject Read(ReadOnlyMemory<byte> body)
    {
        if (!body.Span.StartsWith(Magic))
        {
            throw Refusal.BadRequest("the body of the request is no protobuf of Kubernetes");
        }

        var envelope = Fields(body[Magic.Length..]).ToLookup(field => field.Number, field => field.Value);
        var type = Fields(envelope[1].FirstOrDefault()).ToLookup(field => field.Number, field => Text(field.Value));
        var (version, kind) = (type[1].FirstOrDefault(""), type[2].FirstOrDefault(""));
        return (version, kind) == ("v1", "Namespace")
            ? new JsonObject { ["apiVersion"] = version, ["kind"] = kind, ["metadata"] = Metadata(Fields(envelope[2].FirstOrDefault()).FirstOrDefault(field => field.Number == 1).Value) }
            : throw Refusal.UnsupportedMediaType($"a {kind} of {version} is not read as {MediaType} - accepted media types include: application/json");
    }

    // metav1.ObjectMeta: name = 1, generateName = 2, labels = 11, annotations = 12.
    private static JsonObject Metadata(ReadOnlyMemory<byte> message)
    {
        var metadata = new JsonObject();
        foreach (var (number, value) in Fields(message))
        {
            switch (number)
            {
                case 1:
                    metadata["name"] = Text(value);
                    break;
                case 2:
                    metadata["generateName"] = Text(value);
                    break;
                case 11 or 12:
                    var entry = Fields(value).ToLookup(field => field.Number, field => Text(field.Value));
                    var name = number == 11 ? "labels" : "annotations";
                    metadata[name] ??= new JsonObject();
                    metadata[name]![entry[1].FirstOrDefault("")] = entry[2].FirstOrDefault("");
                    break;
            }
        }

        return metadata;
    }

    private static string Text(ReadOnlyMemory<byte> value) => Encoding.UTF8.GetString(value.Span);

    /// <returns>The fields that have a length; numbers are passed over.</returns>
    private static List<(int Number, ReadOnlyMemory<byte> Value)> Fields(ReadOnlyMemory<byte> message)
    {
        var fields = new List<(int, ReadOnlyMemory<byte>)>();
        for (var at = 0; at < message.Length;)
        {
            var tag = Varint(message.Span, ref at);
            var length = (tag & 7) switch
            {
                0 => SkipVarint(message.Span, ref at),
                1 => sizeof(ulong),
                2 => (int)Math.Min(Varint(message.Span, ref at), int.MaxValue),
                5 => sizeof(uint),
                _ => throw Broken(),
            };
            if (length > message.Length - at)
            {
                throw Broken();
            }

            if ((tag & 7) == 2)
            {
                fields.Add(((int)(tag >> 3), message.Slice(at, length)));
            }

            at += length;
        }

        return fields;
    }

    private static int SkipVarint(ReadOnlySpan<byte> message, ref int at)
    {
        Varint(message, ref at);
        return 0;
    }

    private static ulong Varint(ReadOnlySpan<byte> message, ref int at)
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && at < message.Length; shift += 7)
        {
            var octet = message[at++];
            value |= (ulong)(octet & 0x7f) << shift;
            if (octet < 0x80)
            {
                return value;
            }
        }

        throw Broken();
    }

    private static ApiException Broken() => Refusal.BadRequest("the body of the request is broken protobuf");
}
