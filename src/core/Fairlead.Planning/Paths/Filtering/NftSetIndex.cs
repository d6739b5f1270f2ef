using Fairlead.Model.Nftables;

namespace Fairlead.Planning.Paths.Filtering;

/// <summary>The elements of one set or map, to be found by key.</summary>
internal sealed class NftSetIndex
{
    private readonly NftSet _set;
    private readonly Dictionary<ByteString, NftElement> _exact = [];
    private readonly List<NftElement> _intervals = [];
    private readonly NftElement? _otherwise;

    public NftSetIndex(NftSet set, IEnumerable<NftElement> elements)
    {
        _set = set;
        foreach (var element in elements)
        {
            if (element.IsCatchAll)
            {
                _otherwise = element;
            }
            else if (element.KeyEnd is null)
            {
                _exact[element.Key] = element;
            }
            else
            {
                _intervals.Add(element);
            }
        }
    }

    public int KeyLength => _set.KeyLength;

    public NftElement? Find(ByteString key) =>
        _exact.TryGetValue(key, out var element) ? element : _intervals.FirstOrDefault(interval => Contains(interval, key.Span)) ?? _otherwise;

    private bool Contains(NftElement interval, ReadOnlySpan<byte> key)
    {
        var at = 0;
        // Each field of a concatenation has an interval of its own.
        foreach (var length in _set.KeyType.Count > 1 ? _set.KeyType.Select(type => type.PaddedLength) : [_set.KeyLength])
        {
            var field = key.Slice(at, length);
            if (field.SequenceCompareTo(interval.Key.Span.Slice(at, length)) < 0 || field.SequenceCompareTo(interval.KeyEnd!.Value.Span.Slice(at, length)) > 0)
            {
                return false;
            }

            at += length;
        }

        return true;
    }
}
