namespace Fairlead.Allocation.Naming;

/// <summary>FNV-1a, 64 bits: the same for the same text in every run, which the runtime's own hash is not.</summary>
internal static class StableHash
{
    private const ulong Offset = 14695981039346656037;
    private const ulong Prime = 1099511628211;

    public static ulong Of(ulong seed, string text, int number)
    {
        var hash = Offset ^ seed;
        foreach (var character in text)
        {
            hash = (hash ^ character) * Prime;
        }

        hash = (hash ^ (uint)number) * Prime;
        // The last characters have hardly reached the upper bits: one round of mixing (splitmix64's).
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
        return hash ^ (hash >> 31);
    }
}
