using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Fairlead.Kubernetes.Http;
using Fairlead.Resources.Json;
using Fairlead.Resources.Meta;

namespace Fairlead.Kubernetes.Watching;

/// <summary>One watch: an answer with an event a line, until the server ends it.</summary>
internal sealed class WatchStream<T>(ApiChannel channel, ApiRequest request, TimeProvider time, TimeSpan idle)
    where T : class, IResource
{
    public async IAsyncEnumerable<WatchEvent<T>> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        using var answer = await channel.OpenAsync(request, cancel);
        var reader = PipeReader.Create(await answer.Content.ReadAsStreamAsync(cancel));
        try
        {
            while (await FillAsync(reader, cancel) is { } filled)
            {
                var rest = filled.Buffer;
                while (Line(ref rest) is { } line)
                {
                    if (line.Length > 1)
                    {
                        yield return Parse(line);
                    }
                }

                reader.AdvanceTo(rest.Start, rest.End);
                if (filled.IsCompleted)
                {
                    yield break;
                }
            }
        }
        finally
        {
            await reader.CompleteAsync();
        }
    }

    private async Task<ReadResult?> FillAsync(PipeReader reader, CancellationToken cancel)
    {
        using var silence = new CancellationTokenSource(idle, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancel, silence.Token);
        try
        {
            return await reader.ReadAsync(linked.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            throw Broken($"nothing came for {idle.TotalSeconds} s", null);
        }
        catch (Exception error) when (error is IOException or HttpRequestException)
        {
            throw Broken(error.Message, error);
        }
    }

    private static ReadOnlySequence<byte>? Line(ref ReadOnlySequence<byte> rest)
    {
        if (rest.PositionOf((byte)'\n') is not { } end)
        {
            return null;
        }

        var line = rest.Slice(0, end);
        rest = rest.Slice(rest.GetPosition(1, end));
        return line;
    }

    private WatchEvent<T> Parse(ReadOnlySequence<byte> line)
    {
        try
        {
            using var document = JsonDocument.Parse(line);
            var item = document.RootElement.GetProperty("object");
            return document.RootElement.GetProperty("type").GetString() switch
            {
                "ADDED" => Of(WatchKind.Added, item),
                "MODIFIED" => Of(WatchKind.Modified, item),
                "DELETED" => Of(WatchKind.Deleted, item),
                "BOOKMARK" => new WatchEvent<T>(WatchKind.Bookmark, null, Version(item)),
                "ERROR" => throw StatusAnswer.Read(request.Verb, request.Resource, item),
                var other => throw Broken($"an event of unknown type '{other}'", null),
            };
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw Broken("an event that is no JSON of a watch", error);
        }
    }

    private static WatchEvent<T> Of(WatchKind kind, JsonElement item)
    {
        try
        {
            return new WatchEvent<T>(kind, ResourceJson.Read<T>(item), Version(item));
        }
        catch (ResourceFormatException error)
        {
            // For an end its name is enough, and there will be no second word of it.
            return new WatchEvent<T>(kind == WatchKind.Deleted ? kind : WatchKind.Unreadable, null, Version(item)) { Unreadable = ListPages<T>.UnreadableOf(item, error) };
        }
    }

    private static string Version(JsonElement item) => item.GetProperty("metadata").GetProperty("resourceVersion").GetString() ?? "";

    private ClusterException Broken(string reason, Exception? inner) => new(ClusterErrorKind.Unavailable, request.Verb, request.Resource, 0, reason, inner);
}
