using System.Text.Json;
using Fairlead.Cloud.Alibaba.Credentials;
using Fairlead.Cloud.Alibaba.Signing;

namespace Fairlead.Cloud.Alibaba.Calls;

/// <summary>One request and its answer: signs, sends, reads.</summary>
internal sealed class OpenApiChannel(HttpClient http, Endpoints endpoints, string region, ServerClock time, TimeSpan patience, TimeProvider clock)
{
    // A page of 500 ENIs with 50 addresses each is about 5 MB.
    private const int LongestAnswer = 64 * 1024 * 1024;

    /// <exception cref="CloudException">The cloud refused, or there is no answer.</exception>
    public async Task<OpenApiAnswer> SendAsync(OpenApiCall call, Credential credential, CancellationToken cancel)
    {
        using var request = Sign(call, credential, out var redaction);
        using var limit = new CancellationTokenSource(patience, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            using var answer = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token).ConfigureAwait(false);
            return await ReadAsync(call, answer, redaction, either.Token).ConfigureAwait(false);
        }
        catch (HttpRequestException error)
        {
            // Only where no connection came about is it sure that nothing happened.
            var unsent = error.HttpRequestError is HttpRequestError.NameResolutionError or HttpRequestError.ConnectionError or HttpRequestError.SecureConnectionError;
            var where = endpoints.Of(call.Product).Authority;
            throw unsent
                ? Lost(call, "NoConnection", $"{where} cannot be reached: {Reason(error.HttpRequestError)}", mayBeDone: false)
                : Lost(call, "LostAnswer", $"{where} closed the connection without an answer", mayBeDone: true);
        }
        catch (IOException)
        {
            throw Lost(call, "LostAnswer", $"{endpoints.Of(call.Product).Authority} closed the connection within its answer", true);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Lost(call, "NoAnswer", $"no answer within {patience.TotalSeconds:0.#} s", true);
        }
    }

    private static string Reason(HttpRequestError error) => error switch
    {
        HttpRequestError.NameResolutionError => "its name cannot be resolved",
        HttpRequestError.SecureConnectionError => "no TLS connection comes about",
        _ => "nobody answers there",
    };

    private static CloudException Lost(OpenApiCall call, string code, string reason, bool mayBeDone) =>
        new(CloudErrorKind.Unavailable, call.Action, call.Resource, code, reason) { MayBeDone = mayBeDone };

    private HttpRequestMessage Sign(OpenApiCall call, Credential credential, out Redaction redaction)
    {
        var endpoint = endpoints.Of(call.Product);
        var headers = new Dictionary<string, string>
        {
            ["host"] = endpoint.Authority,
            ["x-acs-action"] = call.Action,
            ["x-acs-version"] = call.Product.Version,
            ["x-acs-date"] = time.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'"),
            ["x-acs-signature-nonce"] = ClientTokens.Make(),
            ["x-acs-content-sha256"] = Acs3Signature.EmptyBodyHash,
        };
        if (credential.SecurityToken is { } token)
        {
            headers["x-acs-accesskey-id"] = credential.AccessKeyId;
            headers["x-acs-security-token"] = token.Reveal();
        }

        var query = Acs3Signature.Query(call.Parameters.Append(new("RegionId", region)));
        var authorization = Acs3Signature.Authorization("POST", query, headers, credential.AccessKeyId, credential.AccessKeySecret.Reveal());
        redaction = new Redaction(credential, authorization);

        // The query must arrive as it was signed: Uri would write some octets its own way.
        var address = new Uri($"{endpoint.GetLeftPart(UriPartial.Authority)}/?{query}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        var request = new HttpRequestMessage(HttpMethod.Post, address);
        foreach (var (name, value) in headers)
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        request.Headers.TryAddWithoutValidation("Authorization", authorization);
        request.Headers.TryAddWithoutValidation("Accept", "application/json");
        request.Headers.TryAddWithoutValidation("User-Agent", "fairlead");
        return request;
    }

    private async Task<OpenApiAnswer> ReadAsync(OpenApiCall call, HttpResponseMessage answer, Redaction redaction, CancellationToken cancel)
    {
        var status = (int)answer.StatusCode;
        var fields = await ParseAsync(answer, cancel).ConfigureAwait(false);
        var requestId = RequestId(fields, answer);
        if (answer.IsSuccessStatusCode && fields is { } said)
        {
            return new OpenApiAnswer(said, requestId);
        }

        var code = Text(fields, "Code") is { } text ? CodeText.Clean(text) : answer.IsSuccessStatusCode ? "UnreadableAnswer" : $"HTTP{status}";
        var reason = redaction.Clean(Text(fields, "Message") ?? $"HTTP {status} with an answer that is no JSON object");
        var kind = answer.IsSuccessStatusCode ? CloudErrorKind.Unavailable : ErrorCodes.KindOf(code, status);
        // Who says 5xx, or 200 and then nonsense, may have acted. A nonce that was seen means that the connection sent it twice.
        var mayBeDone = answer.IsSuccessStatusCode || (status >= 500 && kind == CloudErrorKind.Unavailable) || code == "SignatureNonceUsed";
        var error = new CloudException(kind, call.Action, call.Resource, code, reason) { RequestId = requestId, MayBeDone = mayBeDone };
        if (ErrorCodes.IsAboutTime(error))
        {
            time.Learn(answer.Headers);
        }

        throw error;
    }

    /// <returns>Empty where whoever answered gave none: something before the cloud, for instance.</returns>
    private static string RequestId(JsonElement? fields, HttpResponseMessage answer)
    {
        var id = Text(fields, "RequestId");
        id ??= answer.Headers.TryGetValues("x-acs-request-id", out var values) ? values.FirstOrDefault() : null;
        return id is null ? "" : CodeText.Clean(id);
    }

    /// <returns>Null where it is no JSON object.</returns>
    private static async Task<JsonElement?> ParseAsync(HttpResponseMessage answer, CancellationToken cancel)
    {
        if (answer.Content.Headers.ContentLength > LongestAnswer)
        {
            return null;
        }

        try
        {
            await answer.Content.LoadIntoBufferAsync(LongestAnswer, cancel).ConfigureAwait(false);
            await using var stream = await answer.Content.ReadAsStreamAsync(cancel).ConfigureAwait(false);
            using var document = await JsonDocument.ParseAsync(stream, cancellationToken: cancel).ConfigureAwait(false);
            return document.RootElement.ValueKind == JsonValueKind.Object ? document.RootElement.Clone() : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement? fields, string name) =>
        fields is { } there && there.TryGetProperty(name, out var field) && field.ValueKind == JsonValueKind.String ? field.GetString() : null;
}
