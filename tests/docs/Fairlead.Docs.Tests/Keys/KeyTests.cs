using System.Text.Json;
using System.Text.Json.Serialization;
using Fairlead.Agent.Configuration;
using Fairlead.Docs.Tests.Pages;
using Fairlead.Lab.Topology;
using Fairlead.Model.Addresses;
using Fairlead.Vpc.Cloud;
using Fairlead.Vpc.Faults;

namespace Fairlead.Docs.Tests.Keys;

/// <summary>The guide has every key that the code knows, and no other.</summary>
public sealed class KeyTests
{
    private const string Agent = "docs/guide/agent-configuration.md";

    private static readonly string[] Open = ["faults[].match", "settings.rateLimits"];

    private static readonly JsonSerializerOptions Written = new() { Converters = { new AsWritten<Cidr>(), new AsWritten<InetAddress>() } };

    [Fact]
    public void Keys_of_the_agents_file() => Same(YamlSchema.Keys(text => AgentYaml.Read(text, "", "node")), Agent);

    [Fact]
    public void Keys_of_a_topology() => Same(YamlSchema.Keys(text => TopologyReader.Read(text, "")), "docs/guide/lab.md");

    // Below these two, keys are what the API calls its parameters and actions.
    [Fact]
    public void Keys_of_a_file_of_faults() => Same(
        [.. YamlSchema.Keys(text => FaultScriptReader.Read(text, "")).Select(key => Open.FirstOrDefault(key.StartsWith) ?? key).Distinct()],
        "docs/guide/cloud-faults.md");

    [Fact]
    public void The_defaults_of_settings_are_those_of_the_code()
    {
        var page = Checkout.Read("docs/guide/cloud-faults.md").Split('\n');
        var settings = new CloudSettings();
        Assert.All(
            new Dictionary<string, string>
            {
                ["attach"] = Range(settings.Attach), ["attachMember"] = Range(settings.AttachMember), ["detach"] = Range(settings.Detach), ["delete"] = Range(settings.Delete),
                ["describeLag"] = "0", ["metadataLag"] = "500ms-2s", ["roleCredentials"] = $"{settings.RoleCredentials.TotalHours}h", ["attachesInFlight"] = $"{settings.AttachesInFlight}",
                ["routeEntryQuota"] = $"{settings.RouteEntryQuota}", ["groupRuleQuota"] = $"{settings.GroupRuleQuota}",
            },
            setting => Assert.EndsWith($" | {setting.Value} |", page.Single(line => line.StartsWith($"| `settings.{setting.Key}` |", StringComparison.Ordinal))));
    }

    [Fact]
    public void The_page_on_faults_names_every_error_that_needs_no_message() =>
        Assert.All(KnownErrors.Codes, code => Assert.Contains($"`{code}`", Checkout.Read("docs/guide/cloud-faults.md")));

    [Fact]
    public void The_defaults_that_the_guide_writes_out_are_those_of_the_code()
    {
        var files = new MarkdownPage(Agent).Fences.Where(fence => fence.Language == "yaml").ToDictionary(fence => fence.Words[1], fence => fence.Text);
        var least = Json(AgentYaml.Read(files["least.yaml"], "least.yaml", "node-1"));
        Assert.Equal(least, Json(AgentYaml.Read(files["defaults.yaml"], "defaults.yaml", "node-1")));
        Assert.NotEqual(least, Json(AgentYaml.Read(files["least.yaml"] + "pool: { rest: 31s }\n", "", "node-1")));
    }

    private static void Same(IReadOnlyList<string> known, string page)
    {
        Assert.True(known.Count > 10, string.Join(' ', known));
        Assert.Equal(known.Order(StringComparer.Ordinal), new MarkdownPage(page).FirstColumn("Keys").Order(StringComparer.Ordinal));
    }

    private static string Range(DelayRange range) =>
        range.Shortest == range.Longest ? $"{range.Shortest.TotalSeconds}s" : $"{range.Shortest.TotalSeconds}s-{range.Longest.TotalSeconds}s";

    private static string Json(AgentOptions options) => JsonSerializer.Serialize(options, Written);

    /// <summary>Addresses and ranges as they are written: they hold more of their kind.</summary>
    private sealed class AsWritten<T> : JsonConverter<T>
    {
        public override T Read(ref Utf8JsonReader reader, Type type, JsonSerializerOptions options) => throw new NotSupportedException();

        public override void Write(Utf8JsonWriter writer, T value, JsonSerializerOptions options) => writer.WriteStringValue($"{value}");
    }
}
