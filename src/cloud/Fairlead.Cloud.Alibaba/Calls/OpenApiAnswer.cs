using System.Text.Json;

namespace Fairlead.Cloud.Alibaba.Calls;

/// <summary>What the cloud said: an object with the action's fields.</summary>
internal sealed record OpenApiAnswer(JsonElement Fields, string RequestId)
{
    /// <summary>Nothing was said, but the cloud's state shows that it is done.</summary>
    public static OpenApiAnswer Seen { get; } = new(JsonDocument.Parse("{}").RootElement, "");
}
