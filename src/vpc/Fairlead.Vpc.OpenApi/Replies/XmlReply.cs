using System.Buffers;
using System.Text;
using Fairlead.Vpc.OpenApi.Texts;

namespace Fairlead.Vpc.OpenApi.Replies;

/// <summary>An answer as XML, which is what a call without <c>Format</c> gets.</summary>
internal sealed class XmlReply(ByteText output) : ReplyWriter
{
    private static readonly SearchValues<char> Escaped = SearchValues.Create([.. "<>&\"'", .. Enumerable.Range(0, 32).Select(code => (char)code)]);

    public override string ContentType => "text/xml;charset=utf-8";

    public override void Begin(string root)
    {
        output.Append("<?xml version='1.0' encoding='UTF-8'?>"u8);
        Tag("<"u8, Encoding.UTF8.GetBytes(root));
    }

    public override void End(string root) => Tag("</"u8, Encoding.UTF8.GetBytes(root));

    public override void Text(ReadOnlySpan<byte> name, ReadOnlySpan<char> value)
    {
        Tag("<"u8, name);
        Content(value);
        Tag("</"u8, name);
    }

    public override void Number(ReadOnlySpan<byte> name, long value)
    {
        Tag("<"u8, name);
        output.Append(value);
        Tag("</"u8, name);
    }

    public override void Number(ReadOnlySpan<byte> name, double value)
    {
        Tag("<"u8, name);
        output.Append(value);
        Tag("</"u8, name);
    }

    public override void Flag(ReadOnlySpan<byte> name, bool value)
    {
        Tag("<"u8, name);
        output.Append(value ? "true"u8 : "false"u8);
        Tag("</"u8, name);
    }

    public override void OpenObject(ReadOnlySpan<byte> name) => Tag("<"u8, name);

    public override void CloseObject(ReadOnlySpan<byte> name) => Tag("</"u8, name);

    public override void OpenList(ReadOnlySpan<byte> name, ReadOnlySpan<byte> item) => Tag("<"u8, name);

    public override void CloseList(ReadOnlySpan<byte> name) => Tag("</"u8, name);

    public override void OpenItem(ReadOnlySpan<byte> item) => Tag("<"u8, item);

    public override void CloseItem(ReadOnlySpan<byte> item) => Tag("</"u8, item);

    public override void Item(ReadOnlySpan<byte> item, ReadOnlySpan<char> value) => Text(item, value);

    private void Tag(ReadOnlySpan<byte> opening, ReadOnlySpan<byte> name)
    {
        output.Append(opening);
        output.Append(name);
        output.Append(">"u8);
    }

    private void Content(ReadOnlySpan<char> value)
    {
        while (value.IndexOfAny(Escaped) is var at and >= 0)
        {
            output.Append(value[..at]);
            output.Append(Escape(value[at]));
            value = value[(at + 1)..];
        }

        output.Append(value);
    }

    private static ReadOnlySpan<byte> Escape(char letter) => letter switch
    {
        '<' => "&lt;"u8,
        '>' => "&gt;"u8,
        '&' => "&amp;"u8,
        '"' => "&quot;"u8,
        '\'' => "&apos;"u8,
        '\t' => "&#9;"u8,
        '\n' => "&#10;"u8,
        '\r' => "&#13;"u8,
        // XML 1.0 has no way to write the other ones.
        _ => "?"u8,
    };
}
