using System.Buffers;
using System.Text.Json;

namespace Fairlead.Kubernetes.Http;

/// <summary><c>v1</c> Binding.</summary>
internal static class BindingWish
{
    public static ReadOnlyMemory<byte> Write(string ns, string pod, string node)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", "v1");
            json.WriteString("kind", "Binding");
            json.WriteStartObject("metadata");
            json.WriteString("name", pod);
            json.WriteString("namespace", ns);
            json.WriteEndObject();
            json.WriteStartObject("target");
            json.WriteString("apiVersion", "v1");
            json.WriteString("kind", "Node");
            json.WriteString("name", node);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
