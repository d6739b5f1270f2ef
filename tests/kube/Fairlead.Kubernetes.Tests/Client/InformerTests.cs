using System.Net;
using Fairlead.Kubernetes.Watching;
using Fairlead.Resources.Core;

namespace Fairlead.Kubernetes.Tests.Client;

/// <summary>Every way in which a watch can end, and what is told of the time in between.</summary>
public sealed class InformerTests : IAsyncDisposable
{
    private readonly ScriptedServer _server = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly List<string> _told = [];
    private readonly List<string> _failed = [];
    private Task _run = Task.CompletedTask;

    [Fact]
    public async Task Lists_then_says_what_changes()
    {
        _server.ThenList("5", Node("a", 1), Node("b", 2));
        var watch = _server.ThenWatch();
        var informer = Start();
        await informer.WaitUntilSyncedAsync().WaitAsync(TimeSpan.FromSeconds(10));
        watch.Say("ADDED", Node("c", 6));
        watch.Say("MODIFIED", Node("a", 7));
        watch.Say("BOOKMARK", """{"kind":"Node","metadata":{"resourceVersion":"9"}}""");
        watch.Say("DELETED", Node("b", 8));
        await Told("+a", "+b", "+c", "~a", "-b");
        Assert.Equal(["a", "c"], informer.Snapshot.Select(node => node.Metadata.Name).Order());
        Assert.Null(informer.Find("b"));
        Assert.Equal("7", informer.Find("a")!.Metadata.ResourceVersion);
    }

    [Fact]
    public async Task A_watch_that_ends_in_time_goes_on_where_it_was()
    {
        _server.ThenList("5", Node("a", 1));
        var first = _server.ThenWatch();
        var second = _server.ThenWatch();
        Start(new InformerOptions { WatchLength = TimeSpan.FromMilliseconds(20) });
        first.Say("BOOKMARK", """{"metadata":{"resourceVersion":"12"}}""");
        await Task.Delay(60);
        first.End();
        second.Say("MODIFIED", Node("a", 13));
        await Told("+a", "~a");
        Assert.Single(_server.Asked, asked => !asked.Contains("watch=true"));
        Assert.Contains(_server.Asked, asked => asked.Contains("resourceVersion=12"));
    }

    [Theory]
    [InlineData("410")]
    [InlineData("error event")]
    [InlineData("broken")]
    [InlineData("ended early")]
    [InlineData("silent")]
    [InlineData("no json")]
    public async Task After_anything_else_it_lists_again_and_says_what_it_missed(string how)
    {
        _server.ThenList("5", Node("stays", 1), Node("changes", 2), Node("goes", 3), Node("other", 4, uid: "first"));
        var watch = how == "410" ? null : _server.ThenWatch();
        if (how == "410")
        {
            _server.Then(HttpStatusCode.Gone, """{"kind":"Status","reason":"Expired","code":410}""");
        }

        _server.ThenList("50", Node("stays", 1), Node("changes", 22), Node("new", 33), Node("other", 44, uid: "second"));
        _server.ThenWatch();
        Start(how == "silent" ? new InformerOptions { Idle = TimeSpan.FromMilliseconds(50) } : null);
        switch (how)
        {
            case "error event":
                watch!.Say("ERROR", """{"kind":"Status","reason":"Expired","message":"too old resource version","code":410}""");
                break;
            case "broken":
                watch!.End(new IOException("reset"));
                break;
            case "ended early":
                watch!.End();
                break;
            case "no json":
                watch!.Say("ADDED", "{");
                break;
        }

        await Told("+stays", "+changes", "+goes", "+other", "-goes", "~changes", "+new", "-other", "+other");
        Assert.Equal(2, _server.Asked.Count(asked => !asked.Contains("watch=true")));
    }

    [Fact]
    public async Task It_waits_for_a_server_that_is_not_there_and_asks_again()
    {
        _server.Then(HttpStatusCode.ServiceUnavailable, "").Then(HttpStatusCode.TooManyRequests, "{}", retryAfter: "1").ThenList("5", Node("a", 1));
        _server.ThenWatch();
        var began = TimeProvider.System.GetTimestamp();
        var informer = Start();
        Assert.False(informer.HasSynced);
        await Told("+a");
        Assert.True(TimeProvider.System.GetElapsedTime(began) >= TimeSpan.FromSeconds(1), "the server asked for a second of peace");
        Assert.Equal(["list nodes: the server has troubles of its own (503)", "list nodes: the server has troubles of its own (429)"], _failed);
    }

    [Fact]
    public async Task What_cannot_be_read_is_passed_over_and_said()
    {
        _server.ThenList("5", Node("a", 1), """{"metadata":{"name":"bad","resourceVersion":"2"},"spec":{"podCIDRs":["x"]}}""");
        var watch = _server.ThenWatch();
        Start();
        watch.Say("MODIFIED", """{"metadata":{"name":"bad","resourceVersion":"6"},"spec":{"podCIDRs":[7]}}""");
        watch.Say("MODIFIED", Node("a", 7));
        await Told("+a", "~a");
        Assert.Equal(
            ["nodes bad is passed over: spec.podCIDRs[0]: \"x\" is not a range such as 10.244.0.0/16 or fd00::/64", "nodes bad is passed over: spec.podCIDRs[0]: 7 is not a string"],
            _failed);
    }

    [Fact]
    public async Task One_that_cannot_be_read_any_more_is_gone_when_it_is_deleted()
    {
        _server.ThenList("5", Node("a", 1), Node("b", 2));
        var watch = _server.ThenWatch();
        var informer = Start();
        watch.Say("MODIFIED", Unreadable("a", 6));
        watch.Say("DELETED", Unreadable("a", 7));
        watch.Say("DELETED", Unreadable("never-read", 8));
        watch.Say("MODIFIED", Node("b", 9));
        await Told("+a", "+b", "-a", "~b");
        Assert.Null(informer.Find("a"));
        Assert.Equal("nodes a is passed over: spec.podCIDRs[0]: 7 is not a string", Assert.Single(_failed));
    }

    [Theory]
    [InlineData("watch")]
    [InlineData("list")]
    public async Task One_whose_name_another_has_that_cannot_be_read_is_gone(string how)
    {
        _server.ThenList("5", Node("same", 1), Node("other", 2));
        var watch = _server.ThenWatch();
        _server.ThenList("7", Unreadable("same", 6), Unreadable("other", 7, uid: "second"));
        _server.ThenWatch();
        var informer = Start();
        if (how == "watch")
        {
            watch.Say("ADDED", Unreadable("same", 6));
            watch.Say("ADDED", Unreadable("other", 7, uid: "second"));
        }
        else
        {
            watch.End();
        }

        await Told("+same", "+other", "-other");
        Assert.Equal(["same"], informer.Snapshot.Select(node => node.Metadata.Name));
    }

    [Fact]
    public async Task A_selection_is_asked_for_in_pages()
    {
        _server.Then(HttpStatusCode.OK, $$"""{"metadata":{"resourceVersion":"5","continue":"more/="},"items":[{{Node("a", 1)}}]}""").ThenList("6", Node("b", 2));
        _server.ThenWatch();
        Start(new InformerOptions { Selection = new Selection { Fields = "spec.unschedulable=false", Labels = "a in (b,c)", PageSize = 1 } });
        await Told("+a", "+b");
        await Eventually.Is(() => _server.Asked.Count == 3, "the watch is open");
        Assert.Equal("GET /api/v1/nodes?limit=1&fieldSelector=spec.unschedulable%3Dfalse&labelSelector=a%20in%20%28b%2Cc%29", _server.Asked[0]);
        Assert.EndsWith("&continue=more%2F%3D", _server.Asked[1], StringComparison.Ordinal);
        Assert.Contains("resourceVersion=6&", _server.Asked[2], StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _run.WaitAsync(TimeSpan.FromSeconds(10));
        _stop.Dispose();
    }

    private Informer<Node> Start(InformerOptions? options = null)
    {
        var client = _server.Client();
        var informer = new Informer<Node>(client, (options ?? new InformerOptions()) with { FirstWait = TimeSpan.FromMilliseconds(5), Failed = _failed.Add }, change =>
        {
            lock (_told)
            {
                _told.Add((change.Kind == ChangeKind.Added ? "+" : change.Kind == ChangeKind.Changed ? "~" : "-") + change.Item.Metadata.Name);
            }
        });
        _run = informer.RunAsync(_stop.Token);
        return informer;
    }

    private async Task Told(params string[] expected)
    {
        await Eventually.Is(() => Count() >= expected.Length, "all is told");
        lock (_told)
        {
            Assert.Equal(expected, _told);
        }
    }

    private int Count()
    {
        lock (_told)
        {
            return _told.Count;
        }
    }

    private static string Unreadable(string name, int version, string uid = "u") => $$"""{"metadata":{"name":"{{name}}","uid":"{{uid}}","resourceVersion":"{{version}}"},"spec":{"podCIDRs":[7]} }""";

    private static string Node(string name, int version, string uid = "u") => $$"""{"metadata":{"name":"{{name}}","uid":"{{uid}}","resourceVersion":"{{version}}"} }""";
}
