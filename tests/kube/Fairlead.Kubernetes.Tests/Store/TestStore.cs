using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store;

namespace Fairlead.Kubernetes.Tests.Store;

/// <summary>A store on a free port, and calls to it as any client makes them.</summary>
internal sealed class TestStore : IAsyncDisposable
{
    private readonly StoreServer _server;
    private readonly HttpClient _http;

    private TestStore(StoreServer server, List<Exception> bugs)
    {
        (_server, Bugs) = (server, bugs);
        _http = new HttpClient { BaseAddress = server.Uri, Timeout = TimeSpan.FromSeconds(20) };
    }

    public const string NodeNetworks = "apis/fairlead.io/v1alpha1/nodenetworks";

    public const string Pods = "api/v1/namespaces/default/pods";

    public Uri Uri => _server.Uri;

    public StoreServer Server => _server;

    /// <summary>What calls present; null for nothing.</summary>
    public string? Token { get; set; }

    /// <summary>What the store did not expect; a test that has one has found a bug.</summary>
    public List<Exception> Bugs { get; }

    public static async Task<TestStore> StartAsync(StoreOptions? options = null)
    {
        var bugs = new List<Exception>();
        return new TestStore(await StoreServer.StartAsync((options ?? new StoreOptions()) with { Failed = bugs.Add }), bugs);
    }

    public Task<(int Code, JsonObject Json)> GetAsync(string path) => SendAsync(HttpMethod.Get, path, null);

    public Task<(int Code, JsonObject Json)> PostAsync(string path, string body) => SendAsync(HttpMethod.Post, path, body);

    public Task<(int Code, JsonObject Json)> PutAsync(string path, JsonNode body) => SendAsync(HttpMethod.Put, path, body.ToJsonString());

    public Task<(int Code, JsonObject Json)> DeleteAsync(string path, string? body = null) => SendAsync(HttpMethod.Delete, path, body);

    public Task<(int Code, JsonObject Json)> MergeAsync(string path, string body) => SendAsync(HttpMethod.Patch, path, body, "application/merge-patch+json");

    public Task<(int Code, JsonObject Json)> SendAsync(HttpMethod method, string path, string? body, string type = "application/json") =>
        SendAsync(method, path, body is null ? null : Encoding.UTF8.GetBytes(body), type);

    public async Task<(int Code, JsonObject Json)> SendAsync(HttpMethod method, string path, byte[]? body, string type)
    {
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Authorization = Token is null ? null : new AuthenticationHeaderValue("Bearer", Token);
        if (body is not null)
        {
            request.Content = new ByteArrayContent(body) { Headers = { ContentType = MediaTypeHeaderValue.Parse(type) } };
        }

        using var response = await _http.SendAsync(request);
        var text = await response.Content.ReadAsStringAsync();
        return ((int)response.StatusCode, (JsonObject)JsonNode.Parse(text)!);
    }

    /// <summary>Lines of a watch, until there are enough or it ends.</summary>
    public async Task<List<JsonObject>> WatchAsync(string pathAndQuery, int most)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        using var response = await _http.GetAsync(pathAndQuery, HttpCompletionOption.ResponseHeadersRead, patience.Token);
        using var lines = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
        var seen = new List<JsonObject>();
        while (seen.Count < most && await lines.ReadLineAsync(patience.Token) is { } line)
        {
            seen.Add((JsonObject)JsonNode.Parse(line)!);
        }

        return seen;
    }

    public static string Network(string name, string rest = "\"spec\":{}") =>
        $$"""{"apiVersion":"fairlead.io/v1alpha1","kind":"NodeNetwork","metadata":{"name":"{{name}}"},{{rest}} }""";

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _server.DisposeAsync();
        Assert.Empty(Bugs);
    }
}
