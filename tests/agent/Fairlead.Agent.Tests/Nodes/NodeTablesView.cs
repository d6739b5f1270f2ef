using System.Globalization;
using System.Text.Json.Nodes;
using Fairlead.AgentApi;

namespace Fairlead.Agent.Tests.Nodes;

/// <summary>An agent's tables as its socket prints them.</summary>
internal sealed class NodeTablesView(ControlClient agent)
{
    public IReadOnlyList<JsonNode> Rows(string table) =>
        [.. agent.Call("table", new JsonObject { ["name"] = table })!["rows"]!.AsArray().Select(row => row!)];

    public long Counter(string name) => long.Parse(
        (string)Rows("counters").Single(row => (string)row["counter"]! == name)["value"]!, CultureInfo.InvariantCulture);

    /// <summary>Missing and altered rows of all tables; what is surplus at a start was nobody's doing.</summary>
    public long Drift() => Rows("counters").Where(row => ((string)row["counter"]!).StartsWith("drift", StringComparison.Ordinal))
        .Sum(row => long.Parse((string)row["value"]!, CultureInfo.InvariantCulture));

    public IReadOnlyList<string> Attachments => [.. Rows("attachments").Select(row => (string)row["attachment"]!)];

    /// <summary>Every address of a family is leased, rests or is free, and each leased one belongs to an attachment of its own.</summary>
    public void AssertNoneLost()
    {
        var attachments = Rows("attachments");
        foreach (var family in new[] { "v4", "v6" }.Where(family => Capacity(family) > 0))
        {
            var sum = Count(family, "leased") + Count(family, "resting") + Count(family, "free");
            Assert.Equal(Capacity(family), sum);
            var owned = attachments.Select(row => (string)row[family]!).ToList();
            Assert.Equal(owned.Count, owned.Distinct().Count());
            Assert.Equal(owned.Count, (int)Count(family, "leased"));
        }
    }

    private UInt128 Capacity(string family) => Count(family, "capacity");

    private UInt128 Count(string family, string what) => UInt128.Parse(
        (string)Rows("counters").Single(row => (string)row["counter"]! == $"addresses {family} {what}")["value"]!, CultureInfo.InvariantCulture);
}
