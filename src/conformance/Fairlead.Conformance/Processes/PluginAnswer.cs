using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fairlead.Conformance.Processes;

/// <summary>What a plug-in said and how it ended.</summary>
/// <param name="Status">Exit status; -1 for one that had to be killed.</param>
public sealed record PluginAnswer(int Status, string Output, string Errors)
{
    private const int Shown = 200;

    public bool IsSuccess => Status == 0;

    /// <summary>Standard output as JSON; null where it is none, or more than one value.</summary>
    public JsonNode? Json { get; } = Parse(Output);

    /// <summary>The number of an error; null where there is none.</summary>
    public int? Code => (Json as JsonObject)?["code"] is JsonValue value && value.TryGetValue<int>(out var code) ? code : null;

    /// <summary>The answer for people, short.</summary>
    public string Summary => Status < 0 ? "it did not end in time and was killed" : $"status {Status}, {Said}";

    private string Said =>
        Json is JsonObject error && error["msg"] is JsonValue message ? Shorten($"code {error["code"]}: {message}{Details(error)}")
        : Output.Trim().Length > 0 ? $"output {Shorten(Output)}"
        : Errors.Trim().Length > 0 ? $"no output, on standard error {Shorten(Errors)}"
        : "no output";

    private static string Details(JsonObject error) => error["details"]?.ToString() is { Length: > 0 } details ? $": {details}" : "";

    private static string Shorten(string text)
    {
        var line = text.Trim().ReplaceLineEndings(" ");
        return line.Length <= Shown ? line : line[..Shown] + "…";
    }

    private static JsonNode? Parse(string text)
    {
        try
        {
            return JsonNode.Parse(text, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false });
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
