using Fairlead.Yaml;

namespace Fairlead.Migration.Terway;

/// <summary>Lists of ids as the store takes them.</summary>
internal static class ValueNames
{
    /// <summary>Each once, and none that is empty: Terway heeds neither.</summary>
    public static List<string> Names(this IEnumerable<YamlValue> items, string example) =>
        [.. items.Select(item => item.Required(example)).Where(name => name.Length > 0).Distinct()];
}
