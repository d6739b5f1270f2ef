using System.Text;

namespace Fairlead.Cni;

/// <summary>JSON by hand: a serializer costs 1.2 ms of start (docs/adr/0003).</summary>
internal sealed class JsonText
{
    private readonly StringBuilder _text = new();

    public JsonText Append(string raw)
    {
        _text.Append(raw);
        return this;
    }

    /// <summary>A string with its quotes, escaped as RFC 8259 section 7 asks.</summary>
    public JsonText AppendString(string value)
    {
        _text.Append('"');
        foreach (var character in value)
        {
            if (character is '"' or '\\')
            {
                _text.Append('\\').Append(character);
            }
            else if (character < ' ')
            {
                _text.Append("\\u00").Append("0123456789abcdef"[character >> 4]).Append("0123456789abcdef"[character & 15]);
            }
            else
            {
                _text.Append(character);
            }
        }

        _text.Append('"');
        return this;
    }

    public override string ToString() => _text.ToString();
}
