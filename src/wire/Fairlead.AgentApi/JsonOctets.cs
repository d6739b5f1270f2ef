using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fairlead.AgentApi;

/// <summary>JSON as it travels: UTF-8, without a serializer, which a program compiled ahead could not have.</summary>
public static class JsonOctets
{
    public static byte[] Of(JsonNode node)
    {
        var octets = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(octets))
        {
            node.WriteTo(writer);
        }

        return octets.WrittenSpan.ToArray();
    }
}
