using System.Text;
using System.Text.Json;
using Fairlead.Model.Problems;
using Fairlead.Yaml;

namespace Fairlead.Migration.Manifests;

/// <summary>JSON or YAML that is a value of a YAML file, or a file of its own.</summary>
internal static class EmbeddedText
{
    private static readonly JsonReaderOptions Strict = new() { MaxDepth = 40 };

    /// <param name="path">Of the value, <c>data.eni_conf</c>; empty where the text is the whole file.</param>
    /// <param name="file">The whole file, in which the text's lines are looked for: problems have their place there.</param>
    /// <exception cref="ProblemException">It is no JSON, or no object.</exception>
    public static YamlFile Json(string text, string path, string file, string source, (int Line, int Column) at)
    {
        var (placed, isPlaced) = Placed(text, file, at.Line);
        // Else all of it stands in one line of the file: line ends are blanks to JSON.
        placed = isPlaced ? placed : new string('\n', at.Line - 1) + new string(' ', at.Column - 1) + text.ReplaceLineEndings(" ");
        try
        {
            var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(placed), Strict);
            while (reader.Read())
            {
            }
        }
        catch (JsonException error)
        {
            var (line, column) = ((int)(error.LineNumber ?? 0) + 1, (int)(error.BytePositionInLine ?? 0) + 1);
            throw new ProblemException(source, [new Problem(path.Length == 0 ? "(file)" : path, $"is no JSON: {Reason(error)}", line, column)]);
        }

        var json = QuietYaml.Read(placed, source, path);
        if (!json.Root.IsMapping)
        {
            json.Root.Say("must be a JSON object");
            json.Check();
        }

        return json;
    }

    /// <summary>The same for YAML.</summary>
    /// <exception cref="ProblemException">It is no YAML.</exception>
    public static YamlFile Yaml(string text, string path, string file, string source, (int Line, int Column) at)
    {
        var (placed, isPlaced) = Placed(text, file, at.Line);
        try
        {
            return QuietYaml.Read(isPlaced ? placed : new string('\n', at.Line - 1) + placed, source, path);
        }
        catch (ProblemException error) when (!isPlaced || error.Problems[0].Line <= at.Line)
        {
            throw new ProblemException(source, [error.Problems[0] with { Line = at.Line, Column = at.Column }]);
        }
    }

    // The text as it stands in the file, line by line and with its indentation; as it is where the file has it in another form.
    private static (string Text, bool IsPlaced) Placed(string text, string file, int line)
    {
        if (text == file)
        {
            return (text, true);
        }

        var own = text.TrimEnd('\n').Split('\n');
        var around = file.Split('\n').Skip(line).Take(own.Length).ToList();
        return around.Count == own.Length && own.Zip(around).All(pair => pair.Second.TrimEnd('\r').EndsWith(pair.First.TrimEnd('\r'), StringComparison.Ordinal))
            ? (new string('\n', line) + string.Join('\n', around), true)
            : (text, false);
    }

    // The reader's own sentence names its own place, which is said already, and quotes at most one character.
    private static string Reason(JsonException error) => error.Message.Split(" LineNumber")[0].Split(" which is not supported in this mode")[0].TrimEnd('.');
}
