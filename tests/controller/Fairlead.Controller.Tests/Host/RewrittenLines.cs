using System.Text;

namespace Fairlead.Controller.Tests.Host;

/// <summary>A stream of lines, each of which becomes another one on its way.</summary>
internal sealed class RewrittenLines(Stream lines, Func<string, string> rewrite) : Stream
{
    private readonly StreamReader _reader = new(lines);
    private ReadOnlyMemory<byte> _rest;

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel = default)
    {
        if (_rest.IsEmpty)
        {
            if (await _reader.ReadLineAsync(cancel) is not { } line)
            {
                return 0;
            }

            _rest = Encoding.UTF8.GetBytes(rewrite(line) + "\n");
        }

        var length = Math.Min(buffer.Length, _rest.Length);
        _rest[..length].CopyTo(buffer);
        _rest = _rest[length..];
        return length;
    }

    public override void Flush()
    {
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        _reader.Dispose();
        base.Dispose(disposing);
    }
}
