using System.Text.Unicode;

namespace Fairlead.Vpc.OpenApi.Requests;

/// <summary>
/// The parameters of one request, decoded and in the order of their names' octets. Names and values are UTF-8 in one piece of memory
/// that the next request of the connection uses again.
/// </summary>
internal sealed class ParameterSet
{
    // More than this is not kept between requests: a thousand connections would hold a thousand of their biggest ones.
    private const int Kept = 64 * 1024;
    private const int Usual = 2048;

    private byte[] _text = new byte[Usual];
    private Entry[] _entries = new Entry[32];
    private int _length;

    public int Count { get; private set; }

    public void Clear()
    {
        _length = 0;
        Count = 0;
        if (_text.Length > Kept)
        {
            _text = new byte[Usual];
            _entries = new Entry[32];
        }
    }

    public ReadOnlySpan<byte> Name(int place) => _text.AsSpan(_entries[place].Name, _entries[place].NameLength);

    public ReadOnlySpan<byte> Value(int place) => _text.AsSpan(_entries[place].Value, _entries[place].ValueLength);

    /// <summary>Whether it came in the address and not in the body: signature version 3 signs the two apart.</summary>
    public bool IsInQuery(int place) => _entries[place].InQuery;

    /// <summary>Reads <c>name=value&amp;…</c> of an address or a form.</summary>
    /// <returns>False where a percent sign has no two hex digits behind it, or what they say is no UTF-8: such pairs are left out.</returns>
    public bool Add(ReadOnlySpan<byte> encoded, bool inQuery)
    {
        Reserve(encoded.Length);
        var whole = true;
        foreach (var range in encoded.Split((byte)'&'))
        {
            if (!encoded[range].IsEmpty)
            {
                whole &= TryAdd(encoded[range], inQuery);
            }
        }

        return whole;
    }

    /// <summary>Puts them in order; look-ups work from then on.</summary>
    public void Sort() => _entries.AsSpan(0, Count).Sort(new ByName(_text));

    /// <returns>The place, or the complement of where it would be.</returns>
    public int Find(ReadOnlySpan<byte> name)
    {
        var (low, high) = (0, Count - 1);
        while (low <= high)
        {
            var middle = (low + high) >> 1;
            var order = Name(middle).SequenceCompareTo(name);
            if (order == 0)
            {
                return First(middle, name);
            }

            (low, high) = order < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    /// <summary>The value of a parameter; empty where it is not there, as the cloud takes an empty one for none.</summary>
    public ReadOnlySpan<byte> Get(ReadOnlySpan<byte> name) => Find(name) is var place and >= 0 ? Value(place) : [];

    // Of those that were sent twice the first counts.
    private int First(int place, ReadOnlySpan<byte> name)
    {
        while (place > 0 && Name(place - 1).SequenceEqual(name))
        {
            place--;
        }

        return place;
    }

    private void Reserve(int more)
    {
        if (_text.Length - _length < more)
        {
            Array.Resize(ref _text, Math.Max(_text.Length * 2, _length + more));
        }
    }

    private void Keep(Entry entry)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Count * 2);
        }

        _entries[Count++] = entry;
    }

    private bool TryAdd(ReadOnlySpan<byte> pair, bool inQuery)
    {
        var equals = pair.IndexOf((byte)'=');
        var entry = new Entry { InQuery = inQuery, Name = _length, Place = Count };
        if (!Decode(equals < 0 ? pair : pair[..equals], out entry.NameLength))
        {
            return false;
        }

        entry.Value = _length;
        if (!Decode(equals < 0 ? [] : pair[(equals + 1)..], out entry.ValueLength))
        {
            return false;
        }

        Keep(entry);
        return true;
    }

    private bool Decode(ReadOnlySpan<byte> encoded, out int length)
    {
        var start = _length;
        length = 0;
        for (var i = 0; i < encoded.Length; i++)
        {
            var value = encoded[i];
            if (value == (byte)'+')
            {
                value = (byte)' ';
            }
            else if (value == (byte)'%')
            {
                if (i + 2 >= encoded.Length || !TryHex(encoded[i + 1], out var high) || !TryHex(encoded[i + 2], out var low))
                {
                    return false;
                }

                value = (byte)((high << 4) | low);
                i += 2;
            }

            _text[_length++] = value;
        }

        length = _length - start;
        return Utf8.IsValid(_text.AsSpan(start, length));
    }

    private static bool TryHex(byte digit, out int value)
    {
        value = char.IsAsciiHexDigit((char)digit) ? (digit & 15) + (digit > (byte)'9' ? 9 : 0) : -1;
        return value >= 0;
    }

    private struct Entry
    {
        public int Name, NameLength, Value, ValueLength, Place;
        public bool InQuery;
    }

    private readonly struct ByName(byte[] text) : IComparer<Entry>
    {
        public int Compare(Entry x, Entry y)
        {
            var order = text.AsSpan(x.Name, x.NameLength).SequenceCompareTo(text.AsSpan(y.Name, y.NameLength));
            return order != 0 ? order : x.Place.CompareTo(y.Place);
        }
    }
}
