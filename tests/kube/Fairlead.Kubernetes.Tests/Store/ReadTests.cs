using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store;

namespace Fairlead.Kubernetes.Tests.Store;

public sealed class ReadTests
{
    private static string Pod(string name, string node, string app) =>
        $$"""{"metadata":{"name":"{{name}}","labels":{"app":"{{app}}"} },"spec":{"nodeName":"{{node}}","containers":[{"name":"c"}]} }""";

    private static string Names(JsonObject list) => string.Join(' ', list["items"]!.AsArray().Select(item => (string?)item!["metadata"]!["name"]));

    [Theory]
    [InlineData("labelSelector=app%3Dweb", "a b")]
    [InlineData("labelSelector=app!%3Dweb", "c")]
    [InlineData("labelSelector=app+in+(web,db),app", "a b c")]
    [InlineData("labelSelector=!app", "")]
    [InlineData("fieldSelector=spec.nodeName%3Dn1", "a c")]
    [InlineData("fieldSelector=spec.nodeName!%3Dn1,metadata.name%3Db", "b")]
    public async Task Lists_are_of_what_is_selected(string query, string names)
    {
        await using var store = await TestStore.StartAsync();
        foreach (var pod in new[] { Pod("c", "n1", "db"), Pod("a", "n1", "web"), Pod("b", "n2", "web") })
        {
            Assert.Equal(201, (await store.PostAsync(TestStore.Pods, pod)).Code);
        }

        Assert.Equal(names, Names((await store.GetAsync($"{TestStore.Pods}?{query}")).Json));
    }

    [Theory]
    [InlineData("fieldSelector=spec.hostname%3Dx")]
    [InlineData("labelSelector=a%3D%3D%3Db")]
    [InlineData("limit=many")]
    [InlineData("resourceVersion=abc")]
    [InlineData("continue=abc")]
    public async Task What_cannot_be_asked_is_refused(string query)
    {
        await using var store = await TestStore.StartAsync();
        Assert.Equal(400, (await store.GetAsync($"{TestStore.Pods}?{query}")).Code);
    }

    [Fact]
    public async Task All_pages_of_a_list_are_of_one_version()
    {
        await using var store = await TestStore.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            await store.PostAsync(TestStore.NodeNetworks, TestStore.Network($"n{i}"));
        }

        var (_, first) = await store.GetAsync($"{TestStore.NodeNetworks}?limit=2");
        await store.DeleteAsync($"{TestStore.NodeNetworks}/n3");
        await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n9"));
        var (_, second) = await store.GetAsync($"{TestStore.NodeNetworks}?limit=2&continue={Uri.EscapeDataString((string)first["metadata"]!["continue"]!)}");
        var (_, third) = await store.GetAsync($"{TestStore.NodeNetworks}?limit=2&continue={Uri.EscapeDataString((string)second["metadata"]!["continue"]!)}");

        Assert.Equal(("n0 n1", "n2 n3", "n4"), (Names(first), Names(second), Names(third)));
        Assert.Equal(3, (int)first["metadata"]!["remainingItemCount"]!);
        Assert.Equal((string?)first["metadata"]!["resourceVersion"], (string?)third["metadata"]!["resourceVersion"]);
        Assert.Null(third["metadata"]!["continue"]);
    }

    [Fact]
    public async Task A_page_that_is_asked_for_too_late_is_gone()
    {
        var clock = new SettableClock();
        await using var store = await TestStore.StartAsync(new StoreOptions { Clock = clock });
        var (_, first) = await store.GetAsync("api/v1/namespaces?limit=1");
        clock.Now += TimeSpan.FromMinutes(6);
        // Whoever begins to read in pages lets go what is too old.
        await store.GetAsync("api/v1/namespaces?limit=1");
        await store.PostAsync("api/v1/namespaces", """{"metadata":{"name":"x"}}""");
        clock.Now += TimeSpan.FromMinutes(6);
        await store.GetAsync("api/v1/namespaces?limit=1");

        var (code, status) = await store.GetAsync($"api/v1/namespaces?limit=1&continue={Uri.EscapeDataString((string)first["metadata"]!["continue"]!)}");
        Assert.Equal((410, "Expired"), (code, (string?)status["reason"]));
    }

    [Theory]
    [InlineData("api/v1/pods/x")]
    [InlineData("api/v1/services")]
    [InlineData("apis/apps/v1/deployments")]
    [InlineData("apis/fairlead.io/v1/nodenetworks")]
    [InlineData("api/v1/namespaces/default/nodes")]
    [InlineData("api/v1/namespaces/default/pods/a/log")]
    [InlineData("nothing")]
    public async Task What_is_not_served_is_not_found(string path)
    {
        await using var store = await TestStore.StartAsync();
        var (code, status) = await store.GetAsync(path);
        Assert.Equal((404, "Status", "NotFound"), (code, (string?)status["kind"], (string?)status["reason"]));
    }

    [Fact]
    public async Task Who_has_not_the_token_learns_only_that_the_store_is_up()
    {
        await using var store = await TestStore.StartAsync(new StoreOptions { Token = "secret" });
        Assert.Equal(401, (await store.GetAsync("api/v1/namespaces")).Code);
        store.Token = "wrong";
        Assert.Equal(401, (await store.GetAsync("api/v1/namespaces")).Code);
        store.Token = "secret";
        Assert.Equal(200, (await store.GetAsync("api/v1/namespaces")).Code);
    }
}
