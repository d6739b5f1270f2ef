using System.Text;
using Fairlead.Vpc.OpenApi.Signing;
using Fairlead.Vpc.OpenApi.Texts;
using Microsoft.AspNetCore.Http;

namespace Fairlead.Vpc.OpenApi.Requests;

/// <summary>A request as far as it is known before anybody asks what it wants. One per connection, filled anew for each request.</summary>
internal sealed class ApiRequest
{
    private byte[] _ascii = new byte[1024];

    public string Method { get; private set; } = "";

    public string Path { get; private set; } = "";

    public IHeaderDictionary Headers { get; private set; } = new HeaderDictionary();

    public ParameterSet Parameters { get; } = new();

    /// <summary>The body as it came; valid until the answer is written.</summary>
    public ReadOnlyMemory<byte> Body { get; private set; }

    /// <summary>Room for whoever puts a text together for a moment.</summary>
    public ByteText Scratch { get; } = new();

    /// <summary>For whoever checks its signature.</summary>
    public KeyedHash Hash { get; } = new();

    /// <returns>False where a parameter's encoding is broken.</returns>
    public bool Read(string method, string path, ReadOnlySpan<char> query, IHeaderDictionary headers, ReadOnlyMemory<byte> body)
    {
        (Method, Path, Headers, Body) = (method, path, headers, body);
        Parameters.Clear();
        var read = Parameters.Add(Ascii(query.TrimStart('?')), inQuery: true) && (!IsForm || Parameters.Add(body.Span, inQuery: false));
        Parameters.Sort();
        return read;
    }

    /// <summary>What is said either by a header, as newer SDKs do it, or by a parameter; null where by neither.</summary>
    public string? HeaderOr(string header, ReadOnlySpan<byte> parameter)
    {
        var said = Headers[header];
        return said.Count > 0 && !string.IsNullOrEmpty(said[0]) ? said[0] : Text(parameter);
    }

    public string? Text(ReadOnlySpan<byte> parameter) =>
        Parameters.Get(parameter) is { IsEmpty: false } value ? Encoding.UTF8.GetString(value) : null;

    private bool IsForm => Body.Length > 0 && Headers.ContentType.ToString().StartsWith("application/x-www-form-urlencoded", StringComparison.OrdinalIgnoreCase);

    private ReadOnlySpan<byte> Ascii(ReadOnlySpan<char> text)
    {
        if (_ascii.Length < text.Length)
        {
            _ascii = new byte[text.Length];
        }

        return _ascii.AsSpan(0, Encoding.ASCII.GetBytes(text, _ascii));
    }
}
