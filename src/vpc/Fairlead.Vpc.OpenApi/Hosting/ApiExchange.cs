using System.Text;
using Fairlead.Vpc.OpenApi.Actions;
using Fairlead.Vpc.OpenApi.Binding;
using Fairlead.Vpc.OpenApi.Replies;
using Fairlead.Vpc.OpenApi.Requests;
using Fairlead.Vpc.OpenApi.Texts;
using Microsoft.AspNetCore.Http.Features;

namespace Fairlead.Vpc.OpenApi.Hosting;

/// <summary>A request and its answer. One per connection: what it needs is made once and used for each request that comes.</summary>
internal sealed class ApiExchange
{
    // A page of 500 ENIs; a bigger answer's memory is not kept.
    private const int Kept = 1024 * 1024;

    // Request ids are no secret: they must only differ.
    private readonly Random _ids = new();
    private readonly JsonReply _json;
    private readonly XmlReply _xml;
    private readonly ByteText _output = new(Kept);
    private byte[] _body = [];

    public ApiExchange()
    {
        Parameters = new ParameterReader(Request);
        _json = new JsonReply(_output);
        _xml = new XmlReply(_output);
    }

    /// <summary>Of the request that is being answered.</summary>
    public IFeatureCollection Features { get; private set; } = new FeatureCollection();

    public ApiRequest Request { get; } = new();

    public ParameterReader Parameters { get; }

    public string RequestId { get; private set; } = "";

    /// <summary>Whose action is called, for the answer's troubleshooting link; null where that is not known.</summary>
    public Product? Product { get; set; }

    public ReplyWriter Reply { get; private set; } = null!;

    public ReadOnlyMemory<byte> Written => _output.Memory;

    public void Begin(IFeatureCollection features)
    {
        Features = features;
        Product = null;
        Reply = _xml;
        RequestId = NewRequestId();
        _output.Clear();
    }

    public void UseJson() => Reply = _json;

    /// <summary>Drops what was written, to write something else.</summary>
    public void Restart() => _output.Clear();

    /// <summary>Room for a request's body.</summary>
    public byte[] Body(int length)
    {
        if (_body.Length < length)
        {
            Array.Resize(ref _body, Math.Max(length, _body.Length * 2));
        }

        return _body;
    }

    private string NewRequestId() => string.Create(36, _ids, static (text, ids) =>
    {
        Span<byte> bits = stackalloc byte[16];
        ids.NextBytes(bits);
        new Guid(bits).TryFormat(text, out _);
        Ascii.ToUpperInPlace(text, out _);
    });
}
