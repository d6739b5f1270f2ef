using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using Fairlead.Vpc.OpenApi.Texts;

namespace Fairlead.Vpc.OpenApi.Replies;

/// <summary>
/// An answer as JSON. Names are constants that need no escaping and what is open is known to the caller, so nothing is checked as
/// Utf8JsonWriter must: a page of ENIs takes half the time.
/// </summary>
internal sealed class JsonReply(ByteText output) : ReplyWriter
{
    // As the cloud does it: what JSON needs is escaped, and letters of all the world stay.
    private static readonly JavaScriptEncoder Escaping = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
    private static readonly SearchValues<char> Plain = SearchValues.Create([.. Enumerable.Range(' ', 95).Select(code => (char)code).Except("\"\\")]);

    // Whether something stands before, in the object or list that is open.
    private bool _follows;

    public override string ContentType => "application/json;charset=utf-8";

    public override void Begin(string root)
    {
        output.Append("{"u8);
        _follows = false;
    }

    public override void End(string root) => output.Append("}"u8);

    public override void Text(ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
    {
        Name(name);
        Quoted(value);
    }

    public override void Number(ReadOnlySpan<byte> name, long value)
    {
        Name(name);
        output.Append(value);
    }

    public override void Number(ReadOnlySpan<byte> name, double value)
    {
        Name(name);
        output.Append(value);
    }

    public override void Flag(ReadOnlySpan<byte> name, bool value)
    {
        Name(name);
        output.Append(value ? "true"u8 : "false"u8);
    }

    public override void OpenObject(ReadOnlySpan<byte> name)
    {
        Name(name);
        Open("{"u8);
    }

    public override void CloseObject(ReadOnlySpan<byte> name) => Close("}"u8);

    public override void OpenList(ReadOnlySpan<byte> name, ReadOnlySpan<byte> item)
    {
        OpenObject(name);
        Name(item);
        Open("["u8);
    }

    public override void CloseList(ReadOnlySpan<byte> name) => Close("]}"u8);

    public override void OpenItem(ReadOnlySpan<byte> item)
    {
        Comma();
        Open("{"u8);
    }

    public override void CloseItem(ReadOnlySpan<byte> item) => Close("}"u8);

    public override void Item(ReadOnlySpan<byte> item, ReadOnlySpan<char> value)
    {
        Comma();
        Quoted(value);
        _follows = true;
    }

    private void Name(ReadOnlySpan<byte> name)
    {
        var place = output.Room(name.Length + 4);
        var at = 0;
        if (_follows)
        {
            place[at++] = (byte)',';
        }

        place[at++] = (byte)'"';
        name.CopyTo(place[at..]);
        at += name.Length;
        place[at++] = (byte)'"';
        place[at++] = (byte)':';
        output.Advance(at);
        _follows = true;
    }

    private void Quoted(ReadOnlySpan<char> value)
    {
        if (value.ContainsAnyExcept(Plain))
        {
            value = Escaping.Encode(value.ToString());
        }

        var place = output.Room((value.Length * 3) + 2);
        place[0] = (byte)'"';
        var length = Encoding.UTF8.GetBytes(value, place[1..]);
        place[length + 1] = (byte)'"';
        output.Advance(length + 2);
    }

    private void Comma()
    {
        if (_follows)
        {
            output.Append(","u8);
        }
    }

    private void Open(ReadOnlySpan<byte> sign)
    {
        output.Append(sign);
        _follows = false;
    }

    private void Close(ReadOnlySpan<byte> sign)
    {
        output.Append(sign);
        _follows = true;
    }
}
