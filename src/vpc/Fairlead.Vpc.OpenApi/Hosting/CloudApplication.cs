using System.Buffers;
using System.IO.Pipelines;
using Fairlead.Vpc.Calls;
using Fairlead.Vpc.OpenApi.Signing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Abstractions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Fairlead.Vpc.OpenApi.Hosting;

/// <summary>
/// What the web server calls for each request. There is no pipeline of middleware before it: it reads the request, lets it be answered
/// and writes the answer.
/// </summary>
/// <param name="failed">Told of what must not happen: an exception of ours.</param>
internal sealed class CloudApplication(CloudApi api, int mostBody, Action<Exception> failed) : IHttpApplication<ApiExchange>
{
    public ApiExchange CreateContext(IFeatureCollection contextFeatures)
    {
        // The server keeps it with the connection.
        var place = contextFeatures as IHostContextContainer<ApiExchange>;
        var exchange = place?.HostContext ?? new ApiExchange();
        if (place is not null)
        {
            place.HostContext = exchange;
        }

        exchange.Begin(contextFeatures);
        return exchange;
    }

    public Task ProcessRequestAsync(ApiExchange context)
    {
        if (context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody == true)
        {
            return WithBodyAsync(context);
        }

        return Finish(context, StartAsync(context, default, null));
    }

    public void DisposeContext(ApiExchange context, Exception? exception)
    {
        if (exception is not null and not IOException and not OperationCanceledException)
        {
            failed(exception);
        }
    }

    private async Task WithBodyAsync(ApiExchange x)
    {
        var (length, broken) = (0, default(CloudError));
        try
        {
            length = await ReadAsync(x).ConfigureAwait(false);
            broken = length > mostBody ? GatewayErrors.TooLarge : null;
        }
        catch (BadHttpRequestException error)
        {
            broken = error.StatusCode switch
            {
                StatusCodes.Status413PayloadTooLarge => GatewayErrors.TooLarge,
                StatusCodes.Status408RequestTimeout => GatewayErrors.TooSlow,
                _ => GatewayErrors.Malformed,
            };
        }
        catch (Exception gone) when (gone is IOException or OperationCanceledException or ConnectionAbortedException)
        {
            return;
        }

        await Finish(x, StartAsync(x, broken is null ? x.Body(0).AsMemory(0, length) : default, broken)).ConfigureAwait(false);
    }

    /// <returns>How long it is; more than is allowed where it is longer.</returns>
    private async ValueTask<int> ReadAsync(ApiExchange x)
    {
        if (x.Features.Get<IHttpRequestFeature>()!.Headers.ContentLength > mostBody)
        {
            return int.MaxValue;
        }

        var reader = x.Features.Get<IRequestBodyPipeFeature>()!.Reader;
        while (true)
        {
            var read = await reader.ReadAsync().ConfigureAwait(false);
            if (read.Buffer.Length > mostBody)
            {
                reader.AdvanceTo(read.Buffer.End);
                return int.MaxValue;
            }

            if (read.IsCompleted)
            {
                var length = (int)read.Buffer.Length;
                read.Buffer.CopyTo(x.Body(length));
                reader.AdvanceTo(read.Buffer.End);
                return length;
            }

            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private ValueTask<int> StartAsync(ApiExchange x, ReadOnlyMemory<byte> body, CloudError? broken)
    {
        try
        {
            var request = x.Features.Get<IHttpRequestFeature>()!;
            var isRead = x.Request.Read(request.Method, request.Path, request.QueryString, request.Headers, body);
            var stopping = x.Features.Get<IHttpRequestLifetimeFeature>()?.RequestAborted ?? default;
            return api.AnswerAsync(x, broken ?? (isRead ? null : GatewayErrors.BrokenEncoding), stopping);
        }
        catch (Exception bug)
        {
            return ValueTask.FromException<int>(bug);
        }
    }

    private Task Finish(ApiExchange x, ValueTask<int> pending)
    {
        if (!pending.IsCompletedSuccessfully)
        {
            return FinishAsync(x, pending);
        }

        var written = WriteAsync(x, pending.Result);
        return written.IsCompletedSuccessfully ? Task.CompletedTask : written.AsTask();
    }

    private async Task FinishAsync(ApiExchange x, ValueTask<int> pending)
    {
        int status;
        try
        {
            status = await pending.ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The caller has gone while the answer was kept back.
            return;
        }
        catch (Exception bug)
        {
            failed(bug);
            status = CloudApi.Refuse(x, GatewayErrors.Internal);
        }

        await WriteAsync(x, status).ConfigureAwait(false);
    }

    private static ValueTask<FlushResult> WriteAsync(ApiExchange x, int status)
    {
        if (status == CloudApi.Lost)
        {
            x.Features.Get<IHttpRequestLifetimeFeature>()!.Abort();
            return default;
        }

        var response = x.Features.Get<IHttpResponseFeature>()!;
        response.StatusCode = status;
        response.Headers.ContentType = x.Reply.ContentType;
        response.Headers.ContentLength = x.Written.Length;
        response.Headers["x-acs-request-id"] = x.RequestId;
        return x.Features.Get<IHttpResponseBodyFeature>()!.Writer.WriteAsync(x.Written);
    }
}
