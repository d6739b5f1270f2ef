using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Fairlead.Bench.Report;

/// <summary>All figures as a table for people, or as JSON.</summary>
public static class ResultWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(IReadOnlyList<(string Name, string Value)> facts, IReadOnlyList<Figure> figures, bool json, TextWriter output)
    {
        if (json)
        {
            output.WriteLine(Json(facts, figures).ToJsonString(Indented));
            return;
        }

        foreach (var (name, value) in facts)
        {
            output.WriteLine($"{name}: {value}");
        }

        output.WriteLine();
        WriteTable(figures, output);
    }

    private static void WriteTable(IReadOnlyList<Figure> figures, TextWriter output)
    {
        string[] head = ["figure", "Fairlead", "p10-p90", "peer", "p10-p90", "unit", "judged", "limit", ""];
        var rows = figures.Select(Cells).Prepend(head).ToList();
        var widths = Enumerable.Range(0, head.Length).Select(column => rows.Max(row => row[column].Length)).ToArray();
        foreach (var row in rows)
        {
            output.WriteLine(string.Join("  ", row.Select((cell, column) => column is 0 or 5 or 8 ? cell.PadRight(widths[column]) : cell.PadLeft(widths[column]))).TrimEnd());
        }
    }

    private static string[] Cells(Figure figure) =>
    [
        figure.Name,
        Figure.Number(figure.Value.Median),
        Range(figure.Value),
        figure.Peer is { } peer ? Figure.Number(peer.Median) : "",
        figure.Peer is { } spread ? Range(spread) : "",
        figure.Unit,
        figure is { IsMet: null, Peer: null } || figure.Judged is not { } judged ? "" : Figure.Number(judged),
        figure.Bound == Bound.None ? "" : $"{(figure.Bound == Bound.AtMost ? "<=" : ">=")} {Figure.Number(figure.Limit)}",
        string.Join("; ", new[] { figure.IsMet switch { true => "met", false => "MISSED", null => "" }, figure.Note }.Where(text => text.Length > 0)),
    ];

    private static string Range(Spread spread) => spread.Count > 1 ? $"{Figure.Number(spread.P10)}-{Figure.Number(spread.P90)}" : "";

    private static JsonObject Json(IReadOnlyList<(string Name, string Value)> facts, IReadOnlyList<Figure> figures) => new()
    {
        ["facts"] = new JsonObject(facts.Select(fact => KeyValuePair.Create<string, JsonNode?>(fact.Name, fact.Value))),
        ["figures"] = new JsonArray([.. figures.Select(figure => (JsonNode)new JsonObject
        {
            ["figure"] = figure.Name,
            ["unit"] = figure.Unit,
            ["fairlead"] = Json(figure.Value),
            ["peer"] = figure.Peer is { } peer ? Json(peer) : null,
            ["judged"] = Finite(figure.Judged),
            ["atMost"] = figure.Bound == Bound.AtMost ? figure.Limit : null,
            ["atLeast"] = figure.Bound == Bound.AtLeast ? figure.Limit : null,
            ["met"] = figure.IsMet,
            ["note"] = figure.Note.Length > 0 ? figure.Note : null,
        })]),
    };

    private static JsonObject Json(Spread spread) => new()
    {
        ["median"] = Finite(spread.Median),
        ["p10"] = Finite(spread.P10),
        ["p90"] = Finite(spread.P90),
        ["count"] = spread.Count,
    };

    private static double? Finite(double? value) => value is { } number && double.IsFinite(number) ? Math.Round(number, 4) : null;
}
