using System.Text.Json;
using System.Text.Json.Nodes;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.Control;

namespace Fairlead.Vpc.Journal;

/// <summary>Journal lines as JSON: what kind of entry it is, when it was, and what was said.</summary>
public static class CallJson
{
    public static string Write(JournalLine line)
    {
        JsonNode entry = line.Entry switch
        {
            CallEntry call => Write(call.Call),
            VanishEntry vanish => new JsonObject { ["interface"] = vanish.Interface },
            SettingsEntry settings => VpcJson.ToNode(settings.Settings),
            WorldEntry world => JsonNode.Parse(CloudSnapshot.Write(world.State))!,
            _ => throw new ArgumentException($"{line.Entry.GetType().Name} has no place in a journal", nameof(line)),
        };
        return new JsonObject { ["at"] = line.At, ["kind"] = line.Entry.GetType().Name, ["entry"] = entry }.ToJsonString(VpcJson.Options);
    }

    /// <exception cref="JsonException">It is no line that <see cref="Write(JournalLine)"/> made.</exception>
    public static JournalLine Read(string text)
    {
        var line = JsonNode.Parse(text) ?? throw new JsonException("a journal line is empty");
        var entry = line["entry"] as JsonObject ?? throw new JsonException("a journal line has no entry");
        return new JournalLine(VpcJson.Read<DateTimeOffset>(line["at"]), (string?)line["kind"] switch
        {
            nameof(CallEntry) => new CallEntry(Call(entry)),
            nameof(VanishEntry) => new VanishEntry((string?)entry["interface"] ?? throw new JsonException("no ENI is named")),
            nameof(SettingsEntry) => new SettingsEntry(VpcJson.Read<Cloud.CloudSettings>(entry)),
            nameof(WorldEntry) => new WorldEntry(CloudSnapshot.Read(entry.ToJsonString())),
            var kind => throw new JsonException($"no kind of entry is called '{kind}'"),
        });
    }

    public static JsonObject Write(CloudChange call) => (JsonObject)JsonSerializer.SerializeToNode(call, call.GetType(), VpcJson.Options)!;

    /// <param name="call">Its parameters in camel case, and <c>action</c>.</param>
    /// <exception cref="JsonException">There is no such change, or a parameter is not what it should be.</exception>
    public static CloudChange Call(JsonObject call)
    {
        var action = (string?)call["action"] ?? "";
        return CallCatalogue.Change(action) is { } type
            ? (CloudChange)call.Deserialize(type, VpcJson.Options)!
            : throw new JsonException($"no change is called '{action}'");
    }
}
