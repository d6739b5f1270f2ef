using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace Fairlead.Kubernetes.Http;

/// <summary>Requests and their answers; what is refused is a <see cref="ClusterException"/>.</summary>
internal sealed class ApiChannel : IDisposable
{
    /// <summary>The longest that any answer but a watch's takes, page of 500 objects included.</summary>
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http;
    private readonly BearerToken _token;
    private readonly TimeProvider _time;
    private readonly string _userAgent;

    public ApiChannel(ClusterEndpoint endpoint, HttpMessageHandler? connections, TimeProvider time)
    {
        _http = new HttpClient(connections ?? Connections.Open(endpoint)) { BaseAddress = Connections.Root(endpoint.Server), Timeout = Timeout.InfiniteTimeSpan };
        _token = new BearerToken(endpoint, time);
        _time = time;
        _userAgent = endpoint.UserAgent;
    }

    /// <exception cref="ClusterException">Refused, or no answer.</exception>
    public async Task<JsonDocument> AskAsync(ApiRequest request, CancellationToken cancel)
    {
        using var timeout = new CancellationTokenSource(Longest, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        return await Guarded(request, cancel, async () =>
        {
            using var answer = await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token);
            await using var body = await answer.Content.ReadAsStreamAsync(linked.Token);
            return await JsonDocument.ParseAsync(body, default, linked.Token);
        });
    }

    /// <summary>An answer that goes on: the caller disposes it.</summary>
    /// <exception cref="ClusterException">Refused, or no answer.</exception>
    public Task<HttpResponseMessage> OpenAsync(ApiRequest request, CancellationToken cancel) => Guarded(request, cancel, async () =>
    {
        using var timeout = new CancellationTokenSource(Longest, _time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, timeout.Token);
        return await SendAsync(request, HttpCompletionOption.ResponseHeadersRead, linked.Token);
    });

    public void Dispose() => _http.Dispose();

    private async Task<HttpResponseMessage> SendAsync(ApiRequest request, HttpCompletionOption until, CancellationToken cancel)
    {
        var answer = await _http.SendAsync(Message(request), until, cancel);
        if (answer.IsSuccessStatusCode)
        {
            return answer;
        }

        using (answer)
        {
            if (answer.StatusCode == HttpStatusCode.Unauthorized)
            {
                _token.Forget();
            }

            var body = await answer.Content.ReadAsByteArrayAsync(cancel);
            throw StatusAnswer.Read(request.Verb, request.Resource, (int)answer.StatusCode, body, answer.Headers.RetryAfter?.Delta);
        }
    }

    private HttpRequestMessage Message(ApiRequest request)
    {
        var message = new HttpRequestMessage(request.Method, request.Path.TrimStart('/'));
        message.Headers.UserAgent.ParseAdd(_userAgent);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (_token.Current() is { Length: > 0 } token)
        {
            message.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        }

        if (request.Body is { } body)
        {
            message.Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = new MediaTypeHeaderValue(request.ContentType) } };
        }

        return message;
    }

    private static async Task<T> Guarded<T>(ApiRequest request, CancellationToken cancel, Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Silent(request, $"no answer within {Longest.TotalSeconds} s", null);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or UnauthorizedAccessException)
        {
            throw Silent(request, (error.InnerException ?? error).Message, error);
        }
        catch (JsonException error)
        {
            throw Silent(request, "the answer is no JSON", error);
        }
    }

    private static ClusterException Silent(ApiRequest request, string reason, Exception? inner) =>
        new(ClusterErrorKind.Unavailable, request.Verb, request.Resource, 0, reason, inner);
}

/// <param name="Verb">As roles call it.</param>
/// <param name="Resource">As people call it.</param>
internal sealed record ApiRequest(HttpMethod Method, string Path, string Verb, string Resource)
{
    public ReadOnlyMemory<byte>? Body { get; init; }

    public string ContentType { get; init; } = "application/json";
}
