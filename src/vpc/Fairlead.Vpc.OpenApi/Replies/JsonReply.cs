using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Fairlead.Vpc.OpenApi.Replies;

/// <summary>An answer as JSON.</summary>
internal sealed class JsonReply(IBufferWriter<byte> output) : ReplyWriter
{
    // As the cloud does it: only what JSON needs is escaped.
    private readonly Utf8JsonWriter _json = new(output, new JsonWriterOptions { SkipValidation = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    public override string ContentType => "application/json;charset=utf-8";

    public override void Begin(string root)
    {
        _json.Reset();
        _json.WriteStartObject();
    }

    public override void End(string root)
    {
        _json.WriteEndObject();
        _json.Flush();
    }

    public override void Text(ReadOnlySpan<byte> name, ReadOnlySpan<char> value) => _json.WriteString(name, value);

    public override void Number(ReadOnlySpan<byte> name, long value) => _json.WriteNumber(name, value);

    public override void Number(ReadOnlySpan<byte> name, double value) => _json.WriteNumber(name, value);

    public override void Flag(ReadOnlySpan<byte> name, bool value) => _json.WriteBoolean(name, value);

    public override void OpenObject(ReadOnlySpan<byte> name) => _json.WriteStartObject(name);

    public override void CloseObject(ReadOnlySpan<byte> name) => _json.WriteEndObject();

    public override void OpenList(ReadOnlySpan<byte> name, ReadOnlySpan<byte> item)
    {
        _json.WriteStartObject(name);
        _json.WriteStartArray(item);
    }

    public override void CloseList(ReadOnlySpan<byte> name)
    {
        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    public override void OpenItem(ReadOnlySpan<byte> item) => _json.WriteStartObject();

    public override void CloseItem(ReadOnlySpan<byte> item) => _json.WriteEndObject();

    public override void Item(ReadOnlySpan<byte> item, ReadOnlySpan<char> value) => _json.WriteStringValue(value);
}
