using System.Text;

namespace Fairlead.System.Tests.Runtimes.Cri;

/// <summary>A protocol buffers message being written (protobuf.dev, "Encoding"): varints and what has a length; more the CRI does not ask of us.</summary>
internal sealed class Protobuf
{
    private readonly MemoryStream _octets = new();

    public byte[] Octets => _octets.ToArray();

    public Protobuf Number(int field, ulong value)
    {
        Varint((ulong)field << 3);
        Varint(value);
        return this;
    }

    public Protobuf Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    public Protobuf Texts(int field, IEnumerable<string> values) => values.Aggregate(this, (message, value) => message.Text(field, value));

    public Protobuf Message(int field, Protobuf value) => Bytes(field, value.Octets);

    /// <summary>A map is a repeated message of key and value.</summary>
    public Protobuf Map(int field, IEnumerable<KeyValuePair<string, string>> pairs) =>
        pairs.Aggregate(this, (message, pair) => message.Message(field, new Protobuf().Text(1, pair.Key).Text(2, pair.Value)));

    /// <summary>Fields of a message that was read, in their order: numbers as they are, the rest as octets.</summary>
    public static IEnumerable<(int Field, ulong Number, byte[] Octets)> Read(byte[] message)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            var value = Varint(message, ref at);
            if ((key & 7) == 0)
            {
                yield return ((int)(key >> 3), value, []);
                continue;
            }

            Assert.Equal(2ul, key & 7);
            yield return ((int)(key >> 3), 0, message[at..(at + (int)value)]);
            at += (int)value;
        }
    }

    /// <summary>The first value of a field with a length; empty where there is none.</summary>
    public static byte[] Find(byte[] message, int field) => Read(message).FirstOrDefault(value => value.Field == field).Octets ?? [];

    public static string FindText(byte[] message, int field) => Encoding.UTF8.GetString(Find(message, field));

    public static ulong FindNumber(byte[] message, int field) => Read(message).FirstOrDefault(value => value.Field == field).Number;

    private Protobuf Bytes(int field, byte[] value)
    {
        Varint(((ulong)field << 3) | 2);
        Varint((ulong)value.Length);
        _octets.Write(value);
        return this;
    }

    private void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7)
        {
            _octets.WriteByte((byte)(value | 0x80));
        }

        _octets.WriteByte((byte)value);
    }

    private static ulong Varint(byte[] octets, ref int at)
    {
        var value = 0ul;
        for (var shift = 0; ; shift += 7)
        {
            var octet = octets[at++];
            value |= (ulong)(octet & 0x7f) << shift;
            if (octet < 0x80)
            {
                return value;
            }
        }
    }
}
