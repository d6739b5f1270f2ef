using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Fairlead.Controller.Configuration;
using Fairlead.Kubernetes.Store;
using Fairlead.Resources;
using Fairlead.Resources.Core;
using Fairlead.Resources.Json;
using Fairlead.Resources.Network;

namespace Fairlead.Controller.Tests.Deployment;

/// <summary>What the page on the controller shows is taken by the store, or refused in the words that it prints.</summary>
public sealed partial class GuideTests
{
    private const string Page = "docs/guide/controller.md";

    [Fact]
    public async Task Its_objects_are_taken()
    {
        await using var store = await StoreServer.StartAsync(new StoreOptions());
        foreach (var name in new[] { "cluster.yaml", "classes.yaml", "reservation.yaml" })
        {
            foreach (var item in YamlDocuments.Read(Block($"yaml {name}")))
            {
                var (status, body) = await CreateAsync(store.Uri, item);
                Assert.True(status == HttpStatusCode.Created, $"{name}: {body}");
            }
        }
    }

    [Fact]
    public async Task What_it_calls_wrong_is_refused_in_these_words()
    {
        await using var store = await StoreServer.StartAsync(new StoreOptions());
        var (status, body) = await CreateAsync(store.Uri, YamlDocuments.Read(Block("yaml wrong.yaml")).Single());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, status);
        var causes = JsonNode.Parse(body)!["details"]!["causes"]!.AsArray();
        var expected = Block("text").Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(expected.Length, causes.Count);
        foreach (var (line, cause) in expected.Zip(causes))
        {
            var (path, message) = (line[..line.IndexOf(": ", StringComparison.Ordinal)], line[(line.IndexOf(": ", StringComparison.Ordinal) + 2)..]);
            Assert.Equal(path, (string?)cause!["field"]);
            Assert.EndsWith(message, (string?)cause["message"], StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Its_pod_gets_the_class_that_it_names()
    {
        var items = YamlDocuments.Read(Block("yaml classes.yaml"));
        var classes = items.Where(item => (string?)item["kind"] == "PodNetworkClass").Select(Read<PodNetworkClass>).ToList();
        var pod = Read<Pod>(items.Single(item => (string?)item["kind"] == "Pod"));
        var storage = new Dictionary<string, string> { ["team"] = "storage" };
        Assert.Equal(new PodNetworkChoice(PodNetworkMode.ExclusiveEni, "database"), PodNetworkChoice.Of(pod, storage, classes, PodNetworkMode.VpcRoute));
        Assert.True(PodNetworkChoice.Of(pod, new Dictionary<string, string>(), classes, PodNetworkMode.VpcRoute).IsRefused);
    }

    [Fact]
    public void Its_settings_are_read()
    {
        var settings = SettingsFile.Read(Block("yaml controller.yaml"), "controller.yaml");
        Assert.Empty(SettingsRules.Problems(settings, isWhole: true));
        Assert.Equal(("/etc/fairlead/kubeconfig", "cn-hangzhou", "/etc/fairlead/keys"), (settings.Kubeconfig, settings.Region, settings.Keys));
    }

    [Fact]
    public void Every_option_is_on_it()
    {
        var usage = YamlDocuments.File("src/apps/fairlead-controller/CommandLine.cs");
        var options = Option().Matches(usage).Select(match => match.Value).Distinct().ToList();
        Assert.True(options.Count > 10);
        var page = YamlDocuments.File(Page);
        Assert.All(options, option => Assert.Contains($"`{option}", page, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_field_of_the_configuration_is_on_it()
    {
        var page = YamlDocuments.File(Page);
        var fields = new[] { typeof(ClusterNetworkSpec), typeof(PoolSettings), typeof(NodePool), typeof(CollectionSettings) }
            .SelectMany(type => type.GetProperties().Where(property => property.CanWrite)).Select(property => char.ToLowerInvariant(property.Name[0]) + property.Name[1..]);
        Assert.All(fields, field => Assert.Contains($"`{field}`", page, StringComparison.Ordinal));
    }

    private static string Block(string label) => YamlDocuments.Fences(Page).First(fence => fence.Label == label).Text;

    private static T Read<T>(JsonObject item)
        where T : class, Fairlead.Resources.Meta.IResource => ResourceJson.Read<T>(JsonSerializer.SerializeToElement(item));

    private static async Task<(HttpStatusCode Status, string Body)> CreateAsync(Uri store, JsonObject item)
    {
        var kind = ResourceKinds.All.Single(known => known.Kind == (string?)item["kind"]);
        var path = (kind.Group.Length == 0 ? "api/v1/" : $"apis/{kind.ApiVersion}/") + (kind.IsNamespaced ? $"namespaces/{item["metadata"]!["namespace"]}/" : "") + kind.Plural;
        using var http = new HttpClient();
        using var answer = await http.PostAsync(new Uri(store, path), new StringContent(item.ToJsonString(), Encoding.UTF8, "application/json"));
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    [GeneratedRegex(@"--[a-z][a-z-]+")]
    private static partial Regex Option();
}
