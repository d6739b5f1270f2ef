using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Replies;
using Fairlead.Kubernetes.Store.Requests;
using Fairlead.Kubernetes.Store.Watching;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;

namespace Fairlead.Kubernetes.Store.Hosting;

/// <summary>
/// What the web server calls for each request. There is no pipeline of middleware before it: it reads the request, lets it be answered
/// and writes the answer.
/// </summary>
internal sealed class StoreApplication(StoreApi api, int mostBody, Action<Exception> failed) : IHttpApplication<IFeatureCollection>
{
    public IFeatureCollection CreateContext(IFeatureCollection contextFeatures) => contextFeatures;

    public void DisposeContext(IFeatureCollection context, Exception? exception)
    {
        if (exception is not null and not IOException and not OperationCanceledException and not ConnectionAbortedException)
        {
            failed(exception);
        }
    }

    public async Task ProcessRequestAsync(IFeatureCollection context)
    {
        try
        {
            switch (await AnswerAsync(context).ConfigureAwait(false))
            {
                case Reply reply:
                    await WriteAsync(context, reply).ConfigureAwait(false);
                    break;
                case WatchStream stream:
                    await stream.SendAsync(context).ConfigureAwait(false);
                    break;
            }
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ConnectionAbortedException)
        {
            // The caller has gone.
        }
    }

    /// <returns>A <see cref="Reply"/> or a <see cref="WatchStream"/>.</returns>
    private async Task<object> AnswerAsync(IFeatureCollection context)
    {
        try
        {
            return await api.AnswerAsync(await ReadAsync(context).ConfigureAwait(false)).ConfigureAwait(false);
        }
        catch (ApiException refusal)
        {
            return Reply.Of(refusal);
        }
        catch (BadHttpRequestException error)
        {
            return Reply.Of(error.StatusCode == StatusCodes.Status413PayloadTooLarge ? Refusal.TooLarge(mostBody) : new ApiException(error.StatusCode, "BadRequest", error.Message));
        }
        catch (Exception bug) when (bug is not (IOException or OperationCanceledException or ConnectionAbortedException))
        {
            failed(bug);
            return Reply.Of(Refusal.Internal("the store failed at this request"));
        }
    }

    private async Task<ApiCall> ReadAsync(IFeatureCollection context)
    {
        var request = context.Get<IHttpRequestFeature>()!;
        var body = context.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true ? await ReadBodyAsync(context, request).ConfigureAwait(false) : default;
        var headers = request.Headers;
        return new ApiCall(
            request.Method, request.Path, new Query(request.QueryString), Text(headers.Accept), Text(headers.ContentType), Text(headers.Authorization), body,
            context.Get<IHttpRequestLifetimeFeature>()?.RequestAborted ?? default);
    }

    private async Task<ReadOnlyMemory<byte>> ReadBodyAsync(IFeatureCollection context, IHttpRequestFeature request)
    {
        if (request.Headers.ContentLength > mostBody)
        {
            throw Refusal.TooLarge(mostBody);
        }

        using var body = new MemoryStream((int)(request.Headers.ContentLength ?? 1024));
        await request.Body.CopyToAsync(body).ConfigureAwait(false);
        return body.GetBuffer().AsMemory(0, (int)body.Length);
    }

    private static string Text(StringValues header) => header.Count == 1 ? header[0]! : string.Join(',', header.ToArray());

    private static async Task WriteAsync(IFeatureCollection context, Reply reply)
    {
        var response = context.Get<IHttpResponseFeature>()!;
        response.StatusCode = reply.Status;
        response.Headers.ContentType = reply.ContentType;
        response.Headers.ContentLength = reply.Parts.Sum(part => (long)part.Length);
        response.Headers["Warning"] = WarningHeader.Of(reply.Warnings);
        var writer = context.Get<IHttpResponseBodyFeature>()!.Writer;
        foreach (var part in reply.Parts)
        {
            await writer.WriteAsync(part).ConfigureAwait(false);
        }
    }
}
