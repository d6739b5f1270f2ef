using System.Net;
using System.Text;
using System.Threading.Channels;

namespace Fairlead.Kubernetes.Tests.Client;

/// <summary>A server that answers requests by a script, and whose watches say what the test puts into them.</summary>
internal sealed class ScriptedServer : HttpMessageHandler
{
    private readonly Queue<Func<HttpRequestMessage, HttpResponseMessage>> _script = [];
    private readonly Lock _gate = new();

    public List<string> Asked { get; } = [];

    public ClusterClient Client(TimeProvider? time = null, string token = "") =>
        new(new ClusterEndpoint { Server = new Uri("http://scripted/"), Token = token }, this, time ?? TimeProvider.System);

    public ScriptedServer Then(HttpStatusCode status, string body, string? retryAfter = null)
    {
        _script.Enqueue(_ =>
        {
            var answer = new HttpResponseMessage(status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
            if (retryAfter is not null)
            {
                answer.Headers.Add("Retry-After", retryAfter);
            }

            return answer;
        });
        return this;
    }

    public ScriptedServer ThenList(string version, params string[] items) => Then(HttpStatusCode.OK, $$"""{"metadata":{"resourceVersion":"{{version}}"},"items":[{{string.Join(',', items)}}]}""");

    /// <summary>A watch that is open until the returned lines are ended.</summary>
    public WatchLines ThenWatch()
    {
        var lines = new WatchLines();
        _script.Enqueue(_ => new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(lines) });
        return lines;
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancel)
    {
        Func<HttpRequestMessage, HttpResponseMessage>? next;
        lock (_gate)
        {
            Asked.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
            _script.TryDequeue(out next);
        }

        if (next is null)
        {
            // The script is over: as a server that is not there.
            await Task.Delay(50, cancel);
            throw new HttpRequestException("nobody is there");
        }

        return next(request);
    }
}

/// <summary>The body of a watch.</summary>
internal sealed class WatchLines : Stream
{
    private readonly Channel<byte[]> _lines = Channel.CreateUnbounded<byte[]>();
    private ReadOnlyMemory<byte> _rest;

    public void Say(string type, string item) => _lines.Writer.TryWrite(Encoding.UTF8.GetBytes($$"""{"type":"{{type}}","object":{{item}}}""" + "\n"));

    public void End(Exception? error = null) => _lines.Writer.TryComplete(error);

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel = default)
    {
        if (_rest.IsEmpty && (!await _lines.Reader.WaitToReadAsync(cancel) || !_lines.Reader.TryRead(out var line) || (_rest = line).IsEmpty))
        {
            return 0;
        }

        // Small pieces: an event comes in several.
        var length = Math.Min(Math.Min(buffer.Length, _rest.Length), 40);
        _rest[..length].CopyTo(buffer);
        _rest = _rest[length..];
        return length;
    }

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
}
