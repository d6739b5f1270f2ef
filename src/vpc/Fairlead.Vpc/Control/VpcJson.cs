using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.Control;

/// <summary>How states, configurations and events are written as JSON: camel case, addresses and names as text.</summary>
public static class VpcJson
{
    public static JsonSerializerOptions Options { get; } = new(JsonSerializerDefaults.Web)
    {
        Converters =
        {
            new JsonStringEnumConverter(JsonNamingPolicy.CamelCase),
            new TextConverter<InetAddress>(InetAddress.Parse),
            new TextConverter<Cidr>(Cidr.Parse),
            new TextConverter<MacAddress>(MacAddress.Parse),
        },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
    };

    public static JsonNode ToNode<T>(T value) => JsonSerializer.SerializeToNode(value, Options)!;

    /// <exception cref="JsonException">Something is missing, unknown or not what it should be; the message names it.</exception>
    public static T Read<T>(JsonNode? node) => node.Deserialize<T>(Options) ?? throw new JsonException($"a {typeof(T).Name} is missing");

    private sealed class TextConverter<T>(Func<string, T> parse) : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options)
        {
            try
            {
                return parse(reader.GetString() ?? "");
            }
            catch (Exception error) when (error is FormatException or InvalidOperationException)
            {
                throw new JsonException(error.Message, error);
            }
        }

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue(value!.ToString());
    }
}
