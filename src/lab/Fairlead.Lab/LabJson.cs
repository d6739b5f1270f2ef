using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Fairlead.Vpc.Control;

namespace Fairlead.Lab;

/// <summary>How a lab's state is written as JSON: as the VPC's, with what is absent written as null, for a program to find.</summary>
public static class LabJson
{
    private static readonly JsonSerializerOptions Options = new(VpcJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.Never };

    public static JsonNode ToNode<T>(T value) => JsonSerializer.SerializeToNode(value, Options)!;

    /// <exception cref="JsonException">Something is missing, unknown or not what it should be; the message names it.</exception>
    public static T Read<T>(JsonNode? node) => node.Deserialize<T>(Options) ?? throw new JsonException($"a {typeof(T).Name} is missing");
}
