using System.Buffers;
using Fairlead.Vpc.OpenApi.Actions;
using Fairlead.Vpc.OpenApi.Binding;
using Fairlead.Vpc.OpenApi.Replies;
using Fairlead.Vpc.OpenApi.Requests;
using Microsoft.AspNetCore.Http.Features;

namespace Fairlead.Vpc.OpenApi.Hosting;

/// <summary>A request and its answer. One per connection: what it needs is made once and used for each request that comes.</summary>
internal sealed class ApiExchange
{
    // A page of 500 ENIs; a bigger answer's memory is not kept.
    private const int Kept = 1024 * 1024;

    private readonly JsonReply _json;
    private readonly XmlReply _xml;
    private ArrayBufferWriter<byte> _output = new(4096);
    private byte[] _body = [];

    public ApiExchange()
    {
        Parameters = new ParameterReader(Request);
        var output = new Redirected(this);
        _json = new JsonReply(output);
        _xml = new XmlReply(output);
    }

    /// <summary>Of the request that is being answered.</summary>
    public IFeatureCollection Features { get; private set; } = new FeatureCollection();

    public ApiRequest Request { get; } = new();

    public ParameterReader Parameters { get; }

    public string RequestId { get; private set; } = "";

    /// <summary>Whose action is called, for the answer's troubleshooting link; null where that is not known.</summary>
    public Product? Product { get; set; }

    public ReplyWriter Reply { get; private set; } = null!;

    public ReadOnlyMemory<byte> Written => _output.WrittenMemory;

    public void Begin(IFeatureCollection features)
    {
        Features = features;
        Product = null;
        Reply = _xml;
        RequestId = Guid.NewGuid().ToString().ToUpperInvariant();
        if (_output.Capacity > Kept)
        {
            _output = new ArrayBufferWriter<byte>(4096);
        }
        else
        {
            _output.ResetWrittenCount();
        }
    }

    public void UseJson() => Reply = _json;

    /// <summary>Drops what was written, to write something else.</summary>
    public void Restart() => _output.ResetWrittenCount();

    /// <summary>Room for a request's body.</summary>
    public byte[] Body(int length)
    {
        if (_body.Length < length)
        {
            Array.Resize(ref _body, Math.Max(length, _body.Length * 2));
        }

        return _body;
    }

    // The writers keep their output for good, the exchange changes it.
    private sealed class Redirected(ApiExchange exchange) : IBufferWriter<byte>
    {
        public void Advance(int count) => exchange._output.Advance(count);

        public Memory<byte> GetMemory(int sizeHint = 0) => exchange._output.GetMemory(sizeHint);

        public Span<byte> GetSpan(int sizeHint = 0) => exchange._output.GetSpan(sizeHint);
    }
}
