using System.Collections.Immutable;
using System.Buffers.Text;
using System.Text;
using Fairlead.Vpc.Calls;

namespace Fairlead.Vpc.Rules.Queries;

/// <summary>Parts of a list of ids in their order. A token says after which id the next part begins, so changes between two parts move nothing.</summary>
internal static class Paging
{
    private const string Mark = "AAAA";

    /// <param name="filter">Null where all of the ids are wanted: then a part costs no more of a long list than of a short one.</param>
    public static (CloudReply? Reply, CloudError? Error) Of<T>(
        ImmutableSortedSet<string> ids, Func<string, T> of, Func<T, bool>? filter, PageWish wish, PageLimits limits)
    {
        if (wish.Number is { } number)
        {
            return limits.Fault(wish) is { } fault ? (null, fault) : (Numbered(ids, of, filter, number, limits.Size(wish)), null);
        }

        var from = 0;
        if (wish.NextToken is { Length: > 0 } token)
        {
            if (Read(token) is not { } last)
            {
                return (null, new CloudError("InvalidParameter.NextToken", $"The specified parameter NextToken is not valid: {token}."));
            }

            from = ids.IndexOf(last) is var at and >= 0 ? at + 1 : ~ids.IndexOf(last);
        }

        return (Next(ids, of, filter, from, limits.Size(wish)), null);
    }

    private static PageReply<T> Numbered<T>(ImmutableSortedSet<string> ids, Func<string, T> of, Func<T, bool>? filter, int number, int size)
    {
        var skipped = (long)(number - 1) * size;
        if (filter is null)
        {
            var first = (int)Math.Min(skipped, ids.Count);
            var items = Enumerable.Range(first, Math.Min(size, ids.Count - first)).Select(i => of(ids[i])).ToList();
            return new PageReply<T>(items, ids.Count, number, size, null);
        }

        var (found, total) = (new List<T>(), 0);
        foreach (var id in ids)
        {
            var item = of(id);
            if (filter(item) && total++ >= skipped && found.Count < size)
            {
                found.Add(item);
            }
        }

        return new PageReply<T>(found, total, number, size, null);
    }

    /// <summary>"When MaxResults and NextToken are used, TotalCount is meaningless", so nothing is counted beyond the part.</summary>
    private static PageReply<T> Next<T>(ImmutableSortedSet<string> ids, Func<string, T> of, Func<T, bool>? filter, int from, int size)
    {
        var found = new List<T>();
        for (var i = from; i < ids.Count; i++)
        {
            var item = of(ids[i]);
            if (filter is not null && !filter(item))
            {
                continue;
            }

            found.Add(item);
            if (found.Count == size && i + 1 < ids.Count)
            {
                return new PageReply<T>(found, filter is null ? ids.Count : 0, 0, size, Write(ids[i]));
            }
        }

        return new PageReply<T>(found, filter is null ? ids.Count : from == 0 ? found.Count : 0, 0, size, null);
    }

    private static string Write(string last) => Mark + Base64Url.EncodeToString(Encoding.UTF8.GetBytes(last));

    private static string? Read(string token)
    {
        if (!token.StartsWith(Mark, StringComparison.Ordinal) || !Base64Url.IsValid(token.AsSpan(Mark.Length)))
        {
            return null;
        }

        var last = Encoding.UTF8.GetString(Base64Url.DecodeFromChars(token.AsSpan(Mark.Length)));
        return last.Length > 0 && Write(last) == token ? last : null;
    }
}
