using System.Collections.Immutable;

namespace Fairlead.Vpc.Rules.Queries;

/// <summary>The order of all lists that are paged.</summary>
internal static class Sorting
{
    public static ImmutableSortedSet<string> Of(IEnumerable<string> ids) => ids.ToImmutableSortedSet(StringComparer.Ordinal);
}
