using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store;
using Fairlead.Kubernetes.Store.Files;
using Fairlead.Kubernetes.Store.Kinds;
using Fairlead.Kubernetes.Store.Objects;
using Fairlead.Resources;
using Fairlead.Sqlite;

namespace Fairlead.Kubernetes.Tests.Store;

public sealed class FileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fairlead-store-").FullName;

    private string StateFile => Path.Combine(_folder, "store.db");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_restarted_store_goes_on_with_objects_versions_and_watches()
    {
        string version, uid;
        await using (var store = await TestStore.StartAsync(new StoreOptions { StateFile = StateFile }))
        {
            var (_, first) = await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1"));
            (version, uid) = ((string)first["metadata"]!["resourceVersion"]!, (string)first["metadata"]!["uid"]!);
            await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n2"));
            await store.MergeAsync($"{TestStore.NodeNetworks}/n1", """{"spec":{"term":3}}""");
            await store.DeleteAsync($"{TestStore.NodeNetworks}/n2");
        }

        await using (var store = await TestStore.StartAsync(new StoreOptions { StateFile = StateFile }))
        {
            var (_, again) = await store.GetAsync($"{TestStore.NodeNetworks}/n1");
            Assert.Equal((uid, 3), ((string)again["metadata"]!["uid"]!, (int)again["spec"]!["term"]!));
            Assert.Equal(404, (await store.GetAsync($"{TestStore.NodeNetworks}/n2")).Code);
            var missed = await store.WatchAsync($"{TestStore.NodeNetworks}?watch=true&resourceVersion={version}", 3);
            Assert.Equal(["ADDED", "MODIFIED", "DELETED"], missed.Select(one => (string?)one["type"]));
            var (_, next) = await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n3"));
            var last = long.Parse((string)missed[2]["object"]!["metadata"]!["resourceVersion"]!);
            Assert.Equal(last + 1, long.Parse((string)next["metadata"]!["resourceVersion"]!));
        }
    }

    [Fact]
    public async Task What_the_window_drops_leaves_the_file_and_stays_gone()
    {
        var options = new StoreOptions { StateFile = StateFile, WindowEvents = 8 };
        await using (var store = await TestStore.StartAsync(options))
        {
            await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1"));
            await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n2"));
            await store.DeleteAsync($"{TestStore.NodeNetworks}/n2");
            for (var i = 1; i <= 40; i++)
            {
                await store.MergeAsync($"{TestStore.NodeNetworks}/n1", $$"""{"spec":{"restSeconds":{{i}} } }""");
            }
        }

        using (var file = StoreFile.Open(StateFile))
        {
            var rows = file.Rows(KindCatalog.Load()).ToList();
            // Four namespaces, one network, and what the window has.
            Assert.InRange(rows.Count, 5, 4 + 1 + 10);
            Assert.DoesNotContain(rows, row => row.Key.Name == "n2");
        }

        await using var again = await TestStore.StartAsync(options);
        Assert.Equal(410, (await again.GetAsync($"{TestStore.NodeNetworks}?watch=true&resourceVersion=6")).Code);
        Assert.Equal(40, (int)(await again.GetAsync($"{TestStore.NodeNetworks}/n1")).Json["spec"]!["restSeconds"]!);
    }

    [Fact]
    public async Task A_file_is_one_stores_and_no_other_programs()
    {
        await using var store = await TestStore.StartAsync(new StoreOptions { StateFile = StateFile });
        using var second = new StoreProcess([], "--state", StateFile);
        var (status, errors) = second.End();
        Assert.Equal(1, status);
        Assert.Contains($"{StateFile} is in use by another process", errors);

        var other = Path.Combine(_folder, "other");
        File.WriteAllText(other, "some text that is no database at all, and long enough to be looked at");
        Assert.Contains("no store's file", (await Assert.ThrowsAsync<StoreFileException>(() => StoreServer.StartAsync(new StoreOptions { StateFile = other }))).Message);
        Assert.Contains("folder", (await Assert.ThrowsAsync<StoreFileException>(() => StoreServer.StartAsync(new StoreOptions { StateFile = _folder }))).Message);
    }

    [Fact]
    public async Task A_damaged_row_is_found()
    {
        await using (var store = await TestStore.StartAsync(new StoreOptions { StateFile = StateFile }))
        {
            await store.PostAsync(TestStore.NodeNetworks, TestStore.Network("n1", """ "spec":{"zone":"cn-hangzhou-x"} """));
        }

        var octets = await File.ReadAllBytesAsync(StateFile);
        var at = octets.AsSpan().IndexOf("cn-hangzhou-x"u8);
        octets[at] ^= 1;
        await File.WriteAllBytesAsync(StateFile, octets);
        Assert.Contains("is damaged: version 5 (nodenetworks.fairlead.io n1)", (await Assert.ThrowsAsync<StoreFileException>(() => StoreServer.StartAsync(new StoreOptions { StateFile = StateFile }))).Message);
    }

    [Fact]
    public async Task A_store_that_cannot_write_does_not_start_and_lets_its_file_go()
    {
        StoreFile.Open(StateFile).Dispose();
        Alter("CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'no'); END");
        var error = await Assert.ThrowsAsync<StoreFileException>(() => StoreServer.StartAsync(new StoreOptions { StateFile = StateFile }));
        Assert.Equal($"{StateFile} cannot be used: SQLite says 19", error.Message);

        Alter("DROP TRIGGER full");
        await using var store = await TestStore.StartAsync(new StoreOptions { StateFile = StateFile });
        Assert.Equal(200, (await store.GetAsync("api/v1/namespaces/kube-system")).Code);
    }

    [Fact]
    public async Task An_object_that_is_deeper_than_it_may_be_now_can_be_deleted()
    {
        var (nodes, key, json) = (KindCatalog.Load().Of(ResourceKinds.Nodes), new ObjectKey("", "n"), new JsonObject());
        var inmost = json;
        for (var i = 0; i < 80; i++)
        {
            inmost = inmost.Child("x");
        }

        using (var file = StoreFile.Open(StateFile))
        {
            file.Append([new StoreEvent(null, StoredObject.Write(nodes, key, 1, json, DateTimeOffset.UnixEpoch))], []);
        }

        await using var store = await TestStore.StartAsync(new StoreOptions { StateFile = StateFile });
        Assert.Equal(200, (await store.DeleteAsync("api/v1/nodes/n")).Code);
        Assert.Empty((await store.GetAsync("api/v1/nodes")).Json["items"]!.AsArray());
    }

    [Fact]
    public async Task Killed_under_load_it_has_everything_that_it_answered()
    {
        var answered = new ConcurrentDictionary<string, int>();
        for (var round = 0; round < 3; round++)
        {
            using var process = new StoreProcess([], "--state", StateFile);
            using var client = process.Client();
            await CheckAsync(client, answered);
            var writers = Enumerable.Range(0, 8).Select(writer => WriteAsync(client, $"n{round}-{writer}", answered)).ToList();
            var enough = (50 * (round + 1)) + answered.Count;
            for (var clock = Stopwatch.StartNew(); answered.Values.Sum() < enough && clock.Elapsed < TimeSpan.FromSeconds(20);)
            {
                await Task.Delay(20);
            }

            process.Kill();
            await Task.WhenAll(writers);
        }

        using var last = new StoreProcess([], "--state", StateFile);
        using var reader = last.Client();
        Assert.True(answered.Values.Sum() > 100, $"only {answered.Values.Sum()} writes");
        await CheckAsync(reader, answered);
    }

    [Fact]
    public async Task A_full_disk_refuses_writes_and_breaks_nothing()
    {
        var (unshare, small) = ("/usr/bin/unshare", Path.Combine(_folder, "small"));
        Assert.SkipUnless(File.Exists(unshare), "unshare is missing");
        Directory.CreateDirectory(small);
        using var process = new StoreProcess(
            [unshare, "--mount", "sh", "-c", $"mount -t tmpfs -o size=400k small {small} && exec \"$@\"", "sh"], "--state", Path.Combine(small, "store.db"));
        Assert.SkipWhen(process.FirstLine is null, "mounting a file system needs CAP_SYS_ADMIN");
        using var client = process.Client();
        var kept = 0;
        HttpResponseMessage? refused = null;
        for (var i = 0; refused is null && i < 2000; i++)
        {
            var answer = await SendAsync(client, HttpMethod.Post, TestStore.NodeNetworks, TestStore.Network($"n{i}", $$""" "spec":{"zone":"{{new string('z', 900)}}"} """), "application/json");
            (kept, refused) = answer.IsSuccessStatusCode ? (kept + 1, null) : (kept, answer);
        }

        var status = JsonNode.Parse(await refused!.Content.ReadAsStringAsync())!;
        Assert.Equal((500, "Status"), ((int)refused.StatusCode, (string?)status["kind"]));
        Assert.Contains("disk of the store's file is full", (string?)status["message"]);
        Assert.Equal(kept, await CountAsync(client));

        // Room again: it goes on, and what it said is so.
        using (var mount = Process.Start("nsenter", ["--target", $"{process.Id}", "--mount", "--", "mount", "-o", "remount,size=4m", small]))
        {
            await mount.WaitForExitAsync();
        }

        var written = await SendAsync(client, HttpMethod.Post, TestStore.NodeNetworks, TestStore.Network("after"), "application/json");
        Assert.Equal(201, (int)written.StatusCode);
        Assert.Equal(kept + 1, await CountAsync(client));
    }

    private void Alter(string statement)
    {
        using var connection = DurableDatabase.Open(StateFile, _ => { });
        DurableDatabase.Ask(connection, statement);
    }

    private static async Task<int> CountAsync(HttpClient client) => JsonNode.Parse(await client.GetStringAsync(TestStore.NodeNetworks))!["items"]!.AsArray().Count;

    private static async Task WriteAsync(HttpClient client, string name, ConcurrentDictionary<string, int> answered)
    {
        try
        {
            await SendAsync(client, HttpMethod.Post, TestStore.NodeNetworks, TestStore.Network(name), "application/json");
            for (var i = 1; ; i++)
            {
                var answer = await SendAsync(client, HttpMethod.Patch, $"{TestStore.NodeNetworks}/{name}", $$"""{"spec":{"term":{{i}} } }""", "application/merge-patch+json");
                Assert.True(answer.IsSuccessStatusCode);
                answered[name] = i;
            }
        }
        catch (HttpRequestException)
        {
            // Killed.
        }
    }

    // One write more than was answered may be there: its answer was on the way.
    private static async Task CheckAsync(HttpClient client, ConcurrentDictionary<string, int> answered)
    {
        foreach (var (name, term) in answered)
        {
            var there = JsonNode.Parse(await client.GetStringAsync($"{TestStore.NodeNetworks}/{name}"))!;
            Assert.InRange((int)there["spec"]!["term"]!, term, term + 1);
        }
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient client, HttpMethod method, string path, string body, string type) =>
        client.SendAsync(new HttpRequestMessage(method, path) { Content = new StringContent(body, Encoding.UTF8) { Headers = { ContentType = new(type) } } });
}
