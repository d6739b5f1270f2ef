namespace Fairlead.Resources.Json;

/// <summary>How an enumeration's values are written: <c>VpcRoute</c> is <c>vpcRoute</c>.</summary>
internal static class EnumWords<T>
    where T : struct, Enum
{
    private static readonly (string Word, T Value)[] All = [.. Enum.GetValues<T>().Select(value => (Word(value.ToString()), value))];

    public static IEnumerable<string> Words => All.Select(pair => pair.Word);

    public static string Of(T value)
    {
        foreach (var (word, known) in All)
        {
            if (EqualityComparer<T>.Default.Equals(known, value))
            {
                return word;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(value), value, "no value of the enumeration");
    }

    public static bool TryRead(string text, out T value)
    {
        foreach (var (word, known) in All)
        {
            if (word == text)
            {
                value = known;
                return true;
            }
        }

        value = default;
        return false;
    }

    private static string Word(string name) => char.ToLowerInvariant(name[0]) + name[1..];
}
