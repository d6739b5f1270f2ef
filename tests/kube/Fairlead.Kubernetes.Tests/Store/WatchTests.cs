using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store;

namespace Fairlead.Kubernetes.Tests.Store;

public sealed class WatchTests
{
    private static string Shown(IEnumerable<JsonObject> events) =>
        string.Join(' ', events.Select(one => $"{one["type"]}:{one["object"]!["metadata"]!["name"] ?? one["object"]!["code"]}"));

    private static string Version(JsonObject json) => (string)json["metadata"]!["resourceVersion"]!;

    [Fact]
    public async Task A_watch_goes_on_where_a_list_ended()
    {
        await using var store = await TestStore.StartAsync();
        await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("before"));
        var (_, list) = await store.GetAsync(TestStore.NodeNetworks);
        await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1"));
        var watch = store.WatchAsync($"{TestStore.NodeNetworks}?watch=true&resourceVersion={Version(list)}", 3);
        await store.MergeAsync($"{TestStore.NodeNetworks}/n1", """{"spec":{"term":4}}""");
        await store.DeleteAsync($"{TestStore.NodeNetworks}/n1");

        var events = await watch;
        Assert.Equal("ADDED:n1 MODIFIED:n1 DELETED:n1", Shown(events));
        var versions = events.Select(one => long.Parse(Version(one["object"]!.AsObject()))).ToList();
        Assert.Equal(versions.Order(), versions);
    }

    [Fact]
    public async Task What_is_not_selected_any_more_is_gone_to_whoever_selects()
    {
        await using var store = await TestStore.StartAsync();
        var (_, list) = await store.GetAsync(TestStore.NodeNetworks);
        var watch = store.WatchAsync($"{TestStore.NodeNetworks}?watch=1&labelSelector=zone%3Da&resourceVersion={Version(list)}", 3);
        await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1"));
        foreach (var zone in new[] { "a", "a", "b", "a" })
        {
            await store.MergeAsync($"{TestStore.NodeNetworks}/n1", $$"""{"metadata":{"labels":{"zone":"{{zone}}"} } }""");
        }

        Assert.Equal("ADDED:n1 DELETED:n1 ADDED:n1", Shown(await watch));
    }

    [Fact]
    public async Task What_is_too_long_ago_is_gone_and_what_is_to_come_is_waited_for()
    {
        await using var store = await TestStore.StartAsync(new StoreOptions { WindowEvents = 4 });
        for (var i = 0; i < 12; i++)
        {
            await store.PostAsync(TestStore.NodeNetworks, TestStore.Network($"n{i}"));
        }

        var (code, status) = await store.GetAsync($"{TestStore.NodeNetworks}?watch=true&resourceVersion=5");
        Assert.Equal((410, "Expired"), (code, (string?)status["reason"]));
        Assert.Equal(504, (await store.GetAsync($"{TestStore.NodeNetworks}?watch=true&resourceVersion=5000")).Code);
        Assert.Equal(504, (await store.GetAsync($"{TestStore.NodeNetworks}?resourceVersion=5000")).Code);
    }

    [Fact]
    public async Task Bookmarks_say_up_to_where_everything_was_heard()
    {
        await using var store = await TestStore.StartAsync(new StoreOptions { BookmarkEvery = TimeSpan.FromMilliseconds(100) });
        var watch = store.WatchAsync($"{TestStore.NodeNetworks}?watch=true&allowWatchBookmarks=true", 2);
        var silent = store.WatchAsync($"{TestStore.NodeNetworks}?watch=true&timeoutSeconds=1", 1);
        // Of another kind, and so not an event here; the bookmark counts it all the same.
        var (_, other) = await store.PostAsync("api/v1/namespaces", """{"metadata":{"name":"other"}}""");
        var marks = await watch;
        Assert.All(marks, mark => Assert.Equal(("BOOKMARK", "NodeNetwork"), ((string?)mark["type"], (string?)mark["object"]!["kind"])));
        var later = await store.WatchAsync($"{TestStore.NodeNetworks}?watch=true&allowWatchBookmarks=true", 1);
        Assert.Equal(Version(other), Version(later[0]["object"]!.AsObject()));
        Assert.Empty(await silent);
    }

    [Fact]
    public async Task A_watch_can_begin_with_all_there_is_and_say_when_that_is_over()
    {
        await using var store = await TestStore.StartAsync();
        await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1"));
        var events = await store.WatchAsync($"{TestStore.NodeNetworks}?watch=true&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true", 2);
        Assert.Equal(("ADDED", "BOOKMARK"), ((string?)events[0]["type"], (string?)events[1]["type"]));
        Assert.Equal("true", (string?)events[1]["object"]!["metadata"]!["annotations"]!["k8s.io/initial-events-end"]);
    }

    [Fact]
    public async Task Who_does_not_read_is_told_to_list_again()
    {
        await using var store = await TestStore.StartAsync(new StoreOptions { WatcherEvents = 20 });
        await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1"));
        using var http = new HttpClient { BaseAddress = store.Uri };
        using var response = await http.GetAsync($"{TestStore.NodeNetworks}?watch=true", HttpCompletionOption.ResponseHeadersRead);
        var text = new string('x', 200_000);
        // More than sockets and the waiting events hold.
        for (var i = 0; i < 100; i++)
        {
            Assert.Equal(200, (await store.MergeAsync($"{TestStore.NodeNetworks}/n1", $$"""{"metadata":{"annotations":{"a":"{{text}}{{i}}"} } }""")).Code);
        }

        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync());
        var last = "";
        while (await lines.ReadLineAsync() is { } line)
        {
            last = line;
        }

        var end = JsonNode.Parse(last)!;
        Assert.Equal(("ERROR", 410), ((string?)end["type"], (int)end["object"]!["code"]!));
    }
}
