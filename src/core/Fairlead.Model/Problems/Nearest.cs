namespace Fairlead.Model.Problems;

/// <summary>The names that a mistyped one was probably meant to be.</summary>
public static class Nearest
{
    /// <summary>At most <paramref name="most"/> of the allowed names, nearest first; all in their order where none is near.</summary>
    public static IReadOnlyList<string> Names(string given, IEnumerable<string> allowed, int most = 3)
    {
        var all = allowed.Distinct().ToList();
        var near = all
            .Select(name => (name, distance: Distance(given.ToLowerInvariant(), name.ToLowerInvariant())))
            .Where(pair => pair.distance <= Math.Max(2, given.Length / 3) || pair.name.StartsWith(given, StringComparison.OrdinalIgnoreCase))
            .OrderBy(pair => pair.distance).ThenBy(pair => pair.name, StringComparer.Ordinal)
            .Select(pair => pair.name).Take(most).ToList();
        return near.Count > 0 ? near : all.Take(8).ToList();
    }

    /// <summary>One sentence: <c>no host 'lagacy-1'; did you mean legacy-1?</c></summary>
    public static string Sentence(string kind, string given, IEnumerable<string> allowed)
    {
        var all = allowed.Distinct().ToList();
        if (all.Count == 0)
        {
            return $"no {kind} '{given}'; there are none";
        }

        var names = Names(given, all);
        var near = Distance(given.ToLowerInvariant(), names[0].ToLowerInvariant()) <= Math.Max(2, given.Length / 3);
        return near
            ? $"no {kind} '{given}'; did you mean {string.Join(" or ", names)}?"
            : $"no {kind} '{given}'; there are {string.Join(", ", names)}{(all.Count > names.Count ? ", …" : "")}";
    }

    // Levenshtein 1966: insertions, deletions and substitutions, one row at a time.
    private static int Distance(string a, string b)
    {
        var row = Enumerable.Range(0, b.Length + 1).ToArray();
        for (var i = 1; i <= a.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= b.Length; j++)
            {
                var above = row[j];
                row[j] = Math.Min(Math.Min(above, row[j - 1]) + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[b.Length];
    }
}
