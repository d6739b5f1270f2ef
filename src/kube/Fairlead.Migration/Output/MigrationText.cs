using System.Text;
using System.Text.Json.Nodes;
using Fairlead.Model.Addresses;

namespace Fairlead.Migration.Output;

/// <summary>A result as text and as JSON.</summary>
public static class MigrationText
{
    private static readonly (Fate Fate, string Heading)[] Headings =
    [
        (Fate.ToFillIn, "to be filled in"),
        (Fate.OtherMeaning, "means something else"),
        (Fate.NoCounterpart, "has no counterpart"),
        (Fate.TakenOver, "taken over"),
        (Fate.NotNeeded, "not needed"),
    ];

    /// <summary>For the store: <c>kubectl apply -f -</c>.</summary>
    public static string Resources(MigrationResult result) => string.Join("---\n", Objects(result).Select(YamlText.Write));

    /// <summary>For <c>agent.yaml</c>.</summary>
    public static string Agent(MigrationResult result) => YamlText.Write(AgentJson(result));

    public static string Report(MigrationResult result)
    {
        var text = new StringBuilder();
        foreach (var (fate, heading) in Headings)
        {
            var lines = result.Remarks.Where(remark => remark.Fate == fate).ToList();
            if (lines.Count > 0)
            {
                text.Append(heading).Append(":\n");
            }

            foreach (var place in lines.GroupBy(remark => remark.Place))
            {
                text.Append("  ").Append(place.Key).Append('\n');
                foreach (var remark in place)
                {
                    text.Append("    ").Append(remark.Key).Append(": ").Append(remark.Text).Append('\n');
                }
            }
        }

        return text.ToString();
    }

    /// <summary>All of it in one text that <c>kubectl</c> can be given, for what is not for the store is in comments.</summary>
    public static string All(MigrationResult result)
    {
        var agent = Agent(result);
        return Resources(result)
            + (agent.Length > 0 ? "\n# agent.yaml of every node:\n" + Commented(agent) : "")
            + "\n" + Commented(Report(result));
    }

    public static JsonObject Json(MigrationResult result) => new()
    {
        ["resources"] = new JsonArray([.. Objects(result)]),
        ["agent"] = AgentJson(result),
        ["report"] = new JsonArray(
        [
            .. result.Remarks.Select(remark => new JsonObject
            {
                ["fate"] = Headings.Single(heading => heading.Fate == remark.Fate).Heading,
                ["place"] = remark.Place,
                ["key"] = remark.Key,
                ["text"] = remark.Text,
            }),
        ]),
    };

    private static IEnumerable<JsonObject> Objects(MigrationResult result) => [ManifestJson.Of(result.Cluster), .. result.Classes.Select(ManifestJson.Of)];

    private static JsonObject AgentJson(MigrationResult result)
    {
        var json = new JsonObject();
        if (result.Agent.Mtu is { } mtu)
        {
            json["mtu"] = mtu;
        }

        Ranges(json, "serviceRanges", result.Agent.ServiceRanges);
        Ranges(json, "nodeLocalRanges", result.Agent.NodeLocalRanges);

        return json;
    }

    private static void Ranges(JsonObject json, string key, IReadOnlyList<Cidr> ranges)
    {
        if (ranges.Count > 0)
        {
            json[key] = new JsonArray([.. ranges.Select(range => (JsonNode)$"{range}")]);
        }
    }

    private static string Commented(string text) => string.Concat(text.TrimEnd('\n').Split('\n').Select(line => $"# {line}".TrimEnd() + "\n"));
}
