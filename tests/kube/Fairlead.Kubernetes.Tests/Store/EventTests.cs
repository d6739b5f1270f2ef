using Fairlead.Kubernetes.Store;

namespace Fairlead.Kubernetes.Tests.Store;

public sealed class EventTests : IDisposable
{
    private const string Events = "api/v1/namespaces/default/events";

    private readonly SettableClock _clock = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-store-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private StoreOptions Options => new() { Clock = _clock, ExpireEvery = TimeSpan.FromMilliseconds(20), StateFile = Path.Combine(_folder, "store.db") };

    private static string Event(string name) => $$"""{"metadata":{"name":"{{name}}"},"involvedObject":{"kind":"Pod","name":"p"},"reason":"Failed"}""";

    [Fact]
    public async Task An_event_goes_an_hour_after_it_was_last_written_and_watchers_hear_of_it()
    {
        await using var store = await TestStore.StartAsync(Options);
        Assert.Equal(201, (await store.PostAsync(Events, Event("old"))).Code);
        await store.PostAsync(Events, Event("seen-again"));
        await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1"));
        _clock.Now += TimeSpan.FromMinutes(59);
        var (_, again) = await store.MergeAsync($"{Events}/seen-again", """{"count":2}""");
        await Task.Delay(100);
        Assert.Equal(200, (await store.GetAsync($"{Events}/old")).Code);

        var watch = store.WatchAsync($"{Events}?watch=true&resourceVersion={again["metadata"]!["resourceVersion"]}", 1);
        _clock.Now += TimeSpan.FromMinutes(1);
        var gone = Assert.Single(await watch);
        Assert.Equal(("DELETED", "old"), ((string?)gone["type"], (string?)gone["object"]!["metadata"]!["name"]));
        Assert.Equal(404, (await store.GetAsync($"{Events}/old")).Code);
        Assert.Equal(200, (await store.GetAsync($"{Events}/seen-again")).Code);
        Assert.Equal(200, (await store.GetAsync($"{TestStore.NodeNetworks}/n1")).Code);
    }

    [Fact]
    public async Task After_a_restart_an_event_is_as_old_as_it_is()
    {
        string version;
        await using (var store = await TestStore.StartAsync(Options))
        {
            await store.PostAsync(Events, Event("old"));
            _clock.Now += TimeSpan.FromMinutes(30);
            version = (string)(await store.PostAsync(Events, Event("young"))).Json["metadata"]!["resourceVersion"]!;
        }

        _clock.Now += TimeSpan.FromMinutes(30);
        await using var again = await TestStore.StartAsync(Options);
        var gone = Assert.Single(await again.WatchAsync($"{Events}?watch=true&resourceVersion={version}", 1));
        Assert.Equal(("DELETED", "old"), ((string?)gone["type"], (string?)gone["object"]!["metadata"]!["name"]));
        Assert.Equal(200, (await again.GetAsync($"{Events}/young")).Code);
    }
}
