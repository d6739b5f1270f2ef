using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Objects;

namespace Fairlead.Kubernetes.Tests.Store;

public sealed class PatchTests
{
    private const string Nodes = "api/v1/nodes";

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
    [InlineData("add")]
    [InlineData("copy")]
    [InlineData("move")]
    public async Task No_patch_makes_an_object_deeper_than_can_be_read(string how)
    {
        await using var store = await TestStore.StartAsync();
        await store.PostAsync(Nodes, """{"metadata":{"name":"n"},"spec":{"x":{"x":{}},"y":{"x":{}}}}""");
        var code = 200;
        for (var i = 1; code == 200 && i < 100; i++)
        {
            var path = $"/spec{string.Concat(Enumerable.Repeat("/x", i))}";
            code = (await store.SendAsync(HttpMethod.Patch, $"{Nodes}/n", how switch
            {
                "add" => $$"""[{"op":"add","path":"{{path}}","value":{} }]""",
                "copy" => $$"""[{"op":"copy","from":"/spec/y","path":"{{path}}"},{"op":"copy","from":"/spec/y","path":"{{path}}/x"}]""",
                _ => $$"""[{"op":"add","path":"/spec/z","value":{} },{"op":"move","from":"/spec/z","path":"{{path}}"}]""",
            }, "application/json-patch+json")).Code;
        }

        Assert.Equal(422, code);
        var (_, list) = await store.GetAsync(Nodes);
        Assert.InRange(JsonText.Depth(list), JsonText.MostDepth, 64);
        var watched = await store.WatchAsync($"{Nodes}?watch=true", 1);
        Assert.Equal("n", (string?)watched[0]["object"]!["metadata"]!["name"]);
        Assert.Equal(200, (await store.MergeAsync($"{Nodes}/n", """{"metadata":{"labels":{"a":"b"}}}""")).Code);
        Assert.Equal(200, (await store.DeleteAsync($"{Nodes}/n")).Code);
    }

    [Fact]
    public async Task A_body_is_as_deep_as_an_object_may_be_and_no_deeper()
    {
        await using var store = await TestStore.StartAsync();
        string Node(string name, int depth) => $$"""{"metadata":{"name":"{{name}}"},"spec":{"x":{{new string('[', depth - 2)}}{{new string(']', depth - 2)}} } }""";
        Assert.Equal(201, (await store.PostAsync(Nodes, Node("deepest", JsonText.MostDepth))).Code);
        Assert.Equal(400, (await store.PostAsync(Nodes, Node("deeper", JsonText.MostDepth + 1))).Code);
    }

    [Fact]
    public async Task What_is_copied_into_itself_does_not_grow_without_end()
    {
        await using var store = await TestStore.StartAsync();
        await store.PostAsync(Nodes, $$"""{"metadata":{"name":"n"},"spec":{"x":["{{new string('x', 1000)}}"]} }""");
        var steps = string.Join(',', Enumerable.Repeat("""{"op":"copy","from":"/spec/x","path":"/spec/x/-"}""", 15));
        var (code, status) = await store.SendAsync(HttpMethod.Patch, $"{Nodes}/n", $"[{steps}]", "application/json-patch+json");
        Assert.Equal((422, "Status"), (code, (string?)status["kind"]));
    }

    [Fact]
    public async Task Patches_make_no_object_longer_than_a_request_may_be()
    {
        await using var store = await TestStore.StartAsync();
        await store.PostAsync(TestStore.Pods, """{"metadata":{"name":"p","finalizers":["a/a"]},"spec":{"containers":[{"name":"c"}]}}""");
        var text = new string('x', (JsonText.MostOctets / 2) - 2000);
        Assert.Equal(200, (await store.MergeAsync($"{TestStore.Pods}/p/status", $$"""{"status":{"a":"{{text}}"} }""")).Code);
        Assert.Equal(200, (await store.MergeAsync($"{TestStore.Pods}/p/status", $$"""{"status":{"b":"{{text}}"} }""")).Code);
        Assert.Equal(413, (await store.MergeAsync($"{TestStore.Pods}/p/status", $$"""{"status":{"c":"{{text}}"} }""")).Code);

        // It can go all the same.
        await store.DeleteAsync($"{TestStore.Pods}/p");
        Assert.Equal(200, (await store.MergeAsync($"{TestStore.Pods}/p", """{"metadata":{"finalizers":null}}""")).Code);
        Assert.Equal(404, (await store.GetAsync($"{TestStore.Pods}/p")).Code);
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
