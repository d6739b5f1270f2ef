using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fairlead.Agent.Journal;

/// <summary>
/// Records as JSON text: some octets more than binary and readable by whoever has to find out, with <c>strings</c>, what happened.
/// </summary>
internal static class JournalRecordCodec
{
    public static byte[] Write(JournalRecord record) => Encoding.UTF8.GetBytes(ToJson(record).ToJsonString());

    /// <returns>Null for a kind that this version does not know.</returns>
    /// <exception cref="JsonException">The body is no JSON.</exception>
    /// <exception cref="FormatException">A value is not what its name says.</exception>
    public static JournalRecord? Read(ReadOnlySpan<byte> body)
    {
        var json = JsonNode.Parse(body) as JsonObject ?? throw new FormatException("a journal record is a JSON object");
        return (string?)json["kind"] switch
        {
            "put" => new AttachmentPut(AttachmentCodec.Read(Required(json, "attachment").AsObject())),
            "removed" => new AttachmentRemoved(AttachmentCodec.ReadId(json)),
            "life" => new KernelLife((string)Required(json, "identity")!),
            "indexes" => new IndexesReserved((int)Required(json, "upTo")),
            "setting" => new SettingSaved((string)Required(json, "setting")!, (string?)json["old"], (string?)json["new"] ?? ""),
            "dropIn" => new DropInWritten((string)Required(json, "path")!, (bool?)json["gone"] ?? false),
            _ => null,
        };
    }

    private static JsonObject ToJson(JournalRecord record) => record switch
    {
        AttachmentPut put => new JsonObject { ["kind"] = "put", ["attachment"] = AttachmentCodec.Write(put.Attachment) },
        AttachmentRemoved removed => new JsonObject { ["kind"] = "removed", ["container"] = removed.Id.ContainerId, ["interface"] = removed.Id.InterfaceName },
        KernelLife life => new JsonObject { ["kind"] = "life", ["identity"] = life.Identity },
        IndexesReserved indexes => new JsonObject { ["kind"] = "indexes", ["upTo"] = indexes.UpTo },
        SettingSaved setting => new JsonObject { ["kind"] = "setting", ["setting"] = setting.Setting, ["old"] = setting.OldValue, ["new"] = setting.NewValue },
        DropInWritten file => new JsonObject { ["kind"] = "dropIn", ["path"] = file.Path, ["gone"] = file.IsGone },
        _ => throw new ArgumentException($"unknown journal record {record.GetType().Name}", nameof(record)),
    };

    private static JsonNode Required(JsonObject json, string name) =>
        json[name] ?? throw new FormatException($"a journal record lacks '{name}'");
}
