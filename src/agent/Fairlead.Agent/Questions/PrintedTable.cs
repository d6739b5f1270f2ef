using System.Text.Json.Nodes;
using Fairlead.Reconciliation;

namespace Fairlead.Agent.Questions;

/// <summary>A table as it is printed: <c>{"name":…, "columns":[…], "rows":[{…}]}</c>, every value a text.</summary>
internal sealed record PrintedTable(string Name, IReadOnlyList<string> Columns, IEnumerable<IReadOnlyList<string>> Rows)
{
    /// <summary>What is wished, what is there, and how far it has come.</summary>
    public static PrintedTable Of(string name, params IEnumerable<ReconciledTable> tables) => new(
        name,
        TableLine.Columns,
        tables.SelectMany(table => table.Lines()).Select(line => (IReadOnlyList<string>)
            [line.Key, line.Wanted, line.Kernel, $"{line.Status}", $"{line.Revision}", line.Error ?? ""]));

    public JsonObject ToJson() => new()
    {
        ["name"] = Name,
        ["columns"] = new JsonArray([.. Columns.Select(column => JsonValue.Create(column))]),
        ["rows"] = new JsonArray([.. Rows.Select(Row)]),
    };

    private JsonNode Row(IReadOnlyList<string> values)
    {
        var row = new JsonObject();
        for (var i = 0; i < values.Count; i++)
        {
            row[Columns[i]] = values[i];
        }

        return row;
    }
}
