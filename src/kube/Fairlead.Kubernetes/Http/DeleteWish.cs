using System.Buffers;
using System.Text.Json;

namespace Fairlead.Kubernetes.Http;

/// <summary><c>v1</c> DeleteOptions.</summary>
internal static class DeleteWish
{
    public static ReadOnlyMemory<byte> Write(string uid, string version, int? graceSeconds)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("apiVersion", "v1");
            json.WriteString("kind", "DeleteOptions");
            if (graceSeconds is { } grace)
            {
                json.WriteNumber("gracePeriodSeconds", grace);
            }

            json.WriteStartObject("preconditions");
            foreach (var (name, value) in new[] { ("uid", uid), ("resourceVersion", version) }.Where(condition => condition.Item2.Length > 0))
            {
                json.WriteString(name, value);
            }

            json.WriteEndObject();

            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}
