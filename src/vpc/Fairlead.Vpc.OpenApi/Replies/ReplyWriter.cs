using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.OpenApi.Replies;

/// <summary>
/// Writes an answer field by field. One description of an answer serves both formats: a list is an object with one list in it in JSON
/// (<c>"PrivateIpSets":{"PrivateIpSet":[…]}</c>) and an element with its items in XML.
/// </summary>
internal abstract class ReplyWriter
{
    private const string Hex = "0123456789abcdef";

    public abstract string ContentType { get; }

    /// <summary>The account that asks: owner of all that there is.</summary>
    public string Account { get; set; } = "";

    /// <param name="root">Of XML: the action and <c>Response</c>, or <c>Error</c>.</param>
    public abstract void Begin(string root);

    public abstract void End(string root);

    public abstract void Text(ReadOnlySpan<byte> name, ReadOnlySpan<char> value);

    public abstract void Number(ReadOnlySpan<byte> name, long value);

    public abstract void Number(ReadOnlySpan<byte> name, double value);

    public abstract void Flag(ReadOnlySpan<byte> name, bool value);

    public abstract void OpenObject(ReadOnlySpan<byte> name);

    public abstract void CloseObject(ReadOnlySpan<byte> name);

    public abstract void OpenList(ReadOnlySpan<byte> name, ReadOnlySpan<byte> item);

    public abstract void CloseList(ReadOnlySpan<byte> name);

    public abstract void OpenItem(ReadOnlySpan<byte> item);

    public abstract void CloseItem(ReadOnlySpan<byte> item);

    public abstract void Item(ReadOnlySpan<byte> item, ReadOnlySpan<char> value);

    public void Address(ReadOnlySpan<byte> name, InetAddress address)
    {
        if (address.IsV6)
        {
            Text(name, address.ToString());
            return;
        }

        Span<char> text = stackalloc char[15];
        Text(name, text[..Dotted((uint)address.Bits, text)]);
    }

    public void Mac(ReadOnlySpan<byte> name, MacAddress mac)
    {
        Span<char> text = stackalloc char[17];
        for (var i = 0; i < 6; i++)
        {
            var octet = (int)(mac.Bits >> (40 - (8 * i))) & 0xff;
            text[3 * i] = Hex[octet >> 4];
            text[(3 * i) + 1] = Hex[octet & 15];
            if (i < 5)
            {
                text[(3 * i) + 2] = ':';
            }
        }

        Text(name, text);
    }

    /// <summary>2026-11-26T00:05:09Z.</summary>
    public void Moment(ReadOnlySpan<byte> name, DateTimeOffset moment)
    {
        Span<char> text = stackalloc char[20];
        Write(moment.UtcDateTime, text);
        Text(name, text);
    }

    /// <summary>2026-11-26T00:05Z: without seconds, as DescribeInstances has it.</summary>
    public void Minute(ReadOnlySpan<byte> name, DateTimeOffset moment)
    {
        Span<char> text = stackalloc char[20];
        Write(moment.UtcDateTime, text);
        text[16] = 'Z';
        Text(name, text[..17]);
    }

    public void List(ReadOnlySpan<byte> name, ReadOnlySpan<byte> item, IEnumerable<string> values)
    {
        OpenList(name, item);
        foreach (var value in values)
        {
            Item(item, value);
        }

        CloseList(name);
    }

    private static int Dotted(uint address, Span<char> text)
    {
        var length = 0;
        for (var shift = 24; shift >= 0; shift -= 8)
        {
            ((byte)(address >> shift)).TryFormat(text[length..], out var digits);
            length += digits;
            if (shift > 0)
            {
                text[length++] = '.';
            }
        }

        return length;
    }

    private static void Write(DateTime time, Span<char> text)
    {
        // Formats with literals are read anew each time.
        "0000-00-00T00:00:00Z".CopyTo(text);
        Two(time.Year / 100, text);
        Two(time.Year % 100, text[2..]);
        Two(time.Month, text[5..]);
        Two(time.Day, text[8..]);
        Two(time.Hour, text[11..]);
        Two(time.Minute, text[14..]);
        Two(time.Second, text[17..]);
    }

    private static void Two(int number, Span<char> text)
    {
        text[0] = (char)('0' + (number / 10));
        text[1] = (char)('0' + (number % 10));
    }
}
