using System.Text.Json.Nodes;
using Fairlead.AgentApi;
using Fairlead.Planning.Paths.World;

namespace Fairlead.Lab.Observation;

/// <summary>The tables of an agent, as its socket gives them.</summary>
public static class AgentTables
{
    /// <summary>Names of <c>fairlead table</c>, in the order in which they are read.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["attachments", "addresses", "eni-addresses", "enis", "pod-guards", "nics", "links", "link-addresses", "routes", "rules", "neighbours", "nftables", "sysctls", "forward-policies", "counters"];

    /// <summary>The tables that say what should be in the kernel.</summary>
    private static readonly string[] OfKernel =
        ["enis", "pod-guards", "nics", "links", "link-addresses", "routes", "rules", "neighbours", "nftables", "sysctls", "forward-policies"];

    /// <returns>Null where nobody answers: then what is planned is not known.</returns>
    public static AgentSnapshot? TryRead(ControlClient agent)
    {
        try
        {
            return new AgentSnapshot([.. OfKernel.SelectMany(name => Rows(name, Read(agent, name)))]);
        }
        catch (ControlException)
        {
            return null;
        }
    }

    /// <returns><c>{"name":…, "columns":[…], "rows":[{…}]}</c></returns>
    /// <exception cref="ControlException">Nobody answers, or there is no such table.</exception>
    public static JsonNode Read(ControlClient agent, string table) =>
        agent.Call("table", new JsonObject { ["name"] = table }) ?? throw new ControlException($"the agent has no table {table}");

    private static IEnumerable<AgentRow> Rows(string name, JsonNode table) =>
        from row in table["rows"]!.AsArray()
        select new AgentRow(name, Text(row, "key"), Text(row, "wanted"), Text(row, "kernel"), Text(row, "status"), Text(row, "error"));

    private static string Text(JsonNode? row, string column) => row?[column]?.ToString() ?? "";
}
