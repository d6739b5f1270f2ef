using Fairlead.Model.Addresses;

namespace Fairlead.Vpc.OpenApi.Replies;

/// <summary>
/// Writes an answer field by field. One description of an answer serves both formats: a list is an object with one list in it in JSON
/// (<c>"PrivateIpSets":{"PrivateIpSet":[…]}</c>) and an element with its items in XML.
/// </summary>
internal abstract class ReplyWriter
{
    // Lists and moments are written as most of ECS and all of VPC have them.
    private const string Seconds = "yyyy-MM-dd'T'HH:mm:ss'Z'";
    private const string Minutes = "yyyy-MM-dd'T'HH:mm'Z'";

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

    public void Address(ReadOnlySpan<byte> name, InetAddress address) => Text(name, address.ToString());

    public void Moment(ReadOnlySpan<byte> name, DateTimeOffset moment) => Moment(name, moment, Seconds);

    /// <summary>Without seconds, as DescribeInstances has it.</summary>
    public void Minute(ReadOnlySpan<byte> name, DateTimeOffset moment) => Moment(name, moment, Minutes);

    public void List(ReadOnlySpan<byte> name, ReadOnlySpan<byte> item, IEnumerable<string> values)
    {
        OpenList(name, item);
        foreach (var value in values)
        {
            Item(item, value);
        }

        CloseList(name);
    }

    private void Moment(ReadOnlySpan<byte> name, DateTimeOffset moment, string format)
    {
        Span<char> text = stackalloc char[24];
        moment.UtcDateTime.TryFormat(text, out var length, format);
        Text(name, text[..length]);
    }
}
