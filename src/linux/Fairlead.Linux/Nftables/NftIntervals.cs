using Fairlead.Model.Nftables;

namespace Fairlead.Linux.Nftables;

/// <summary>Start and end elements of a plain interval set, joined to intervals with an inclusive end.</summary>
internal static class NftIntervals
{
    public static List<NftElement> Join(List<(NftElement Element, bool IsEnd)> elements)
    {
        var joined = new List<NftElement>();
        NftElement? start = null;
        // The kernel lists them from the highest key to the lowest; an end has the key of the next start or less.
        foreach (var (element, isEnd) in elements.OrderBy(entry => entry.Element.Key).ThenBy(entry => !entry.IsEnd))
        {
            if (start is not null)
            {
                joined.Add(start with { KeyEnd = NftElementCodec.Preceding(element.Key) });
                start = null;
            }

            if (!isEnd)
            {
                start = element;
            }
        }

        if (start is not null)
        {
            joined.Add(start with { KeyEnd = new ByteString(Enumerable.Repeat((byte)0xff, start.Key.Length).ToArray()) });
        }

        return joined;
    }
}
