using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace Fairlead.Cloud.Tests.Scripted;

/// <summary>Answers that a test writes down: for what no cloud does on demand, such as nonsense, echoes and lost connections.</summary>
internal sealed class ScriptedServer(Func<SeenRequest, int, Task<HttpResponseMessage>> answer) : HttpMessageHandler
{
    private readonly ConcurrentQueue<SeenRequest> _seen = [];
    private int _count;

    public ScriptedServer(Func<SeenRequest, int, HttpResponseMessage> answer)
        : this((request, index) => Task.FromResult(answer(request, index)))
    {
    }

    public IReadOnlyList<SeenRequest> Seen => [.. _seen];

    public static HttpResponseMessage Json(string text, HttpStatusCode status = HttpStatusCode.OK) =>
        new(status) { Content = new StringContent(text, Encoding.UTF8, "application/json") };

    public static HttpResponseMessage Refusal(string code, int status = 400, string message = "no") =>
        Json($$"""{"Code":"{{code}}","Message":"{{message}}","RequestId":"4C467B38-3910-447D-87BC-AC049166F216","HostId":"ecs.test"}""", (HttpStatusCode)status);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var seen = await SeenRequest.ReadAsync(request, cancel);
        _seen.Enqueue(seen);
        var result = await answer(seen, Interlocked.Increment(ref _count)).WaitAsync(cancel);
        result.RequestMessage = request;
        return result;
    }
}

/// <summary>A request as it arrived.</summary>
internal sealed record SeenRequest(string Method, string Path, IReadOnlyDictionary<string, string> Query, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string Action => Headers.GetValueOrDefault("x-acs-action", "");

    public static async Task<SeenRequest> ReadAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        var query = request.RequestUri!.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries)
            .Select(pair => pair.Split('=', 2)).ToDictionary(pair => Uri.UnescapeDataString(pair[0]), pair => Uri.UnescapeDataString(pair[1]));
        var headers = request.Headers.ToDictionary(header => header.Key, header => string.Join(",", header.Value));
        return new SeenRequest(request.Method.Method, request.RequestUri.AbsolutePath, query, headers, request.Content is null ? "" : await request.Content.ReadAsStringAsync(cancel));
    }
}
