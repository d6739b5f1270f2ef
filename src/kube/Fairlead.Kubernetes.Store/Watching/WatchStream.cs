using System.Buffers;
using System.IO.Pipelines;
using System.Text;
using System.Text.Json.Nodes;
using Fairlead.Kubernetes.Store.Errors;
using Fairlead.Kubernetes.Store.Objects;
using Microsoft.AspNetCore.Http.Features;

namespace Fairlead.Kubernetes.Store.Watching;

/// <summary>A watch on its connection: one JSON object per line, until the caller goes, the time is over or the store stops.</summary>
/// <param name="form">How an object is shown: null for as it is.</param>
internal sealed class WatchStream(WatchHub hub, Watcher watcher, TimeSpan lasts, TimeProvider clock, Func<StoredObject, byte[]>? form)
{
    private static readonly byte[][] Openings = [.. new[] { "ADDED", "MODIFIED", "DELETED" }.Select(type => Encoding.UTF8.GetBytes($"{{\"type\":\"{type}\",\"object\":"))];

    public async Task SendAsync(IFeatureCollection context)
    {
        try
        {
            var gone = context.Get<IHttpRequestLifetimeFeature>()!.RequestAborted;
            using var over = new CancellationTokenSource(lasts, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(gone, over.Token);
            var response = context.Get<IHttpResponseFeature>()!;
            response.Headers.ContentType = "application/json";
            var body = context.Get<IHttpResponseBodyFeature>()!;
            // The caller waits for the headers before it believes that it watches.
            await body.StartAsync(gone).ConfigureAwait(false);
            await body.Writer.FlushAsync(gone).ConfigureAwait(false);
            await SendAsync(body.Writer, either.Token).ConfigureAwait(false);
        }
        finally
        {
            hub.End(watcher);
        }
    }

    private async Task SendAsync(PipeWriter writer, CancellationToken over)
    {
        try
        {
            while (await watcher.Items.WaitToReadAsync(over).ConfigureAwait(false))
            {
                while (writer.UnflushedBytes < 64 * 1024 && watcher.Items.TryRead(out var item))
                {
                    Write(writer, item);
                }

                await writer.FlushAsync(over).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }

        if (watcher.IsLagging)
        {
            Write(writer, "{\"type\":\"ERROR\",\"object\":"u8, JsonText.Write(Refusal.Expired("the watch fell too far behind: list again").Status()));
            await writer.FlushAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private void Write(PipeWriter writer, WatchItem item)
    {
        if (item.Object is { } told)
        {
            Write(writer, Openings[(int)item.Type], form is null ? told.Text : form(told));
        }
        else
        {
            Write(writer, "{\"type\":\"BOOKMARK\",\"object\":"u8, JsonText.Write(Bookmark(item)));
        }
    }

    private JsonObject Bookmark(WatchItem item)
    {
        var metadata = new JsonObject { ["resourceVersion"] = $"{item.Version}", ["creationTimestamp"] = null };
        if (item.Type == WatchItemType.Caught)
        {
            metadata["annotations"] = new JsonObject { ["k8s.io/initial-events-end"] = "true" };
        }

        return new JsonObject { ["kind"] = watcher.Kind.Kind, ["apiVersion"] = watcher.Kind.ApiVersion, ["metadata"] = metadata };
    }

    private static void Write(PipeWriter writer, ReadOnlySpan<byte> opening, ReadOnlySpan<byte> text)
    {
        writer.Write(opening);
        writer.Write(text);
        writer.Write("}\n"u8);
    }
}
