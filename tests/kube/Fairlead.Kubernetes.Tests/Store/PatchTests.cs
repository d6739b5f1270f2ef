using System.Text.Json.Nodes;

namespace Fairlead.Kubernetes.Tests.Store;

public sealed class PatchTests
{
    private const string Pod = """
        {"metadata":{"name":"p","labels":{"a":"1","b":"2"}},
         "spec":{"tolerations":[{"key":"k"}],"containers":[{"name":"x","image":"1"},{"name":"y","image":"1"}]}}
        """;

    public static TheoryData<string, string, string, string> Patches => new()
    {
        { "merge-patch", """{"metadata":{"labels":{"a":null,"c":"3"}}}""", "metadata.labels", """{"b":"2","c":"3"}""" },
        { "json-patch", """[{"op":"test","path":"/metadata/labels/a","value":"1"},{"op":"replace","path":"/metadata/labels/a","value":"9"},{"op":"remove","path":"/metadata/labels/b"},{"op":"add","path":"/metadata/labels/x~1y","value":"s"}]""", "metadata.labels", """{"a":"9","x/y":"s"}""" },
        { "json-patch", """[{"op":"copy","from":"/metadata/labels/a","path":"/metadata/labels/c"},{"op":"move","from":"/metadata/labels/b","path":"/metadata/labels/d"}]""", "metadata.labels", """{"a":"1","c":"1","d":"2"}""" },
        { "strategic-merge-patch", """{"spec":{"containers":[{"name":"y","image":"2"}]}}""", "images", """["1","2"]""" },
        { "strategic-merge-patch", """{"spec":{"$setElementOrder/containers":[{"name":"x"},{"name":"y"}],"containers":[{"name":"x","image":"3"}]}}""", "images", """["3","1"]""" },
        { "strategic-merge-patch", """{"spec":{"tolerations":[{"key":"other"}]}}""", "spec.tolerations", """[{"key":"other"}]""" },
        { "strategic-merge-patch", """{"metadata":{"labels":{"$patch":"replace","z":"0"}}}""", "metadata.labels", """{"z":"0"}""" },
        { "strategic-merge-patch", """{"metadata":{"$retainKeys":["name"],"finalizers":["a/b"]}}""", "metadata.finalizers", """["a/b"]""" },
    };

    [Theory]
    [MemberData(nameof(Patches))]
    public async Task A_patch_changes_what_it_says(string sort, string patch, string path, string expected)
    {
        await using var store = await TestStore.StartAsync();
        await store.PostAsync(TestStore.Pods, Pod);
        var (code, json) = await store.SendAsync(HttpMethod.Patch, $"{TestStore.Pods}/p", patch, $"application/{sort}+json");
        Assert.Equal(200, code);
        JsonNode? found = path == "images" ? new JsonArray([.. json["spec"]!["containers"]!.AsArray().Select(one => one!["image"]!.DeepClone())]) : path.Split('.').Aggregate((JsonNode?)json, (node, name) => node?[name]);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), found), $"{found?.ToJsonString()} is not {expected}");
    }

    [Fact]
    public async Task A_list_of_plain_values_loses_what_a_patch_names()
    {
        await using var store = await TestStore.StartAsync();
        await store.PostAsync(TestStore.Pods, """{"metadata":{"name":"p","finalizers":["a/a","a/b"]},"spec":{"containers":[{"name":"x"}]}}""");
        var (_, json) = await store.SendAsync(HttpMethod.Patch, $"{TestStore.Pods}/p", """{"metadata":{"$deleteFromPrimitiveList/finalizers":["a/a"],"finalizers":["a/c"]}}""", "application/strategic-merge-patch+json");
        Assert.Equal("""["a/b","a/c"]""", json["metadata"]!["finalizers"]!.ToJsonString());
    }

    [Theory]
    [InlineData("nodenetworks/n1", "apis/fairlead.io/v1alpha1", "strategic-merge-patch+json", "{}", 415)]
    [InlineData("nodenetworks/n1", "apis/fairlead.io/v1alpha1", "apply-patch+yaml", "{}", 415)]
    [InlineData("nodenetworks/n1", "apis/fairlead.io/v1alpha1", "json", "{}", 415)]
    [InlineData("nodenetworks/n1", "apis/fairlead.io/v1alpha1", "json-patch+json", """[{"op":"test","path":"/spec/term","value":5}]""", 422)]
    [InlineData("nodenetworks/n1", "apis/fairlead.io/v1alpha1", "json-patch+json", """[{"op":"remove","path":"/spec/nothing"}]""", 422)]
    [InlineData("nodenetworks/n1", "apis/fairlead.io/v1alpha1", "json-patch+json", "{}", 400)]
    [InlineData("nodenetworks/n1", "apis/fairlead.io/v1alpha1", "merge-patch+json", """{"metadata":{"name":"other"}}""", 400)]
    [InlineData("nodenetworks/n1", "apis/fairlead.io/v1alpha1", "merge-patch+json", """{"metadata":{"resourceVersion":"1"}}""", 409)]
    [InlineData("nodenetworks/n1", "apis/fairlead.io/v1alpha1", "merge-patch+json", """{"metadata":{"uid":"other"}}""", 409)]
    [InlineData("nodenetworks/n1", "apis/fairlead.io/v1alpha1", "merge-patch+json", "[]", 400)]
    [InlineData("nodenetworks/n1", "apis/fairlead.io/v1alpha1", "merge-patch+json", "{", 400)]
    [InlineData("nodenetworks/nobody", "apis/fairlead.io/v1alpha1", "merge-patch+json", "{}", 404)]
    public async Task What_cannot_be_patched_so_is_refused(string path, string root, string sort, string patch, int code)
    {
        await using var store = await TestStore.StartAsync();
        await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1"));
        var (said, status) = await store.SendAsync(HttpMethod.Patch, $"{root}/{path}", patch, $"application/{sort}");
        Assert.Equal((code, "Status"), (said, (string?)status["kind"]));
    }
}
