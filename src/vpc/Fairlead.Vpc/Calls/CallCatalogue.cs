using System.Collections.Frozen;
using System.Reflection;

namespace Fairlead.Vpc.Calls;

/// <summary>All actions that there are, by their names, and their parameters.</summary>
public static class CallCatalogue
{
    private static readonly FrozenDictionary<string, Type> Calls = typeof(CloudCall).Assembly.GetTypes()
        .Where(type => type.IsSubclassOf(typeof(CloudCall)) && !type.IsAbstract)
        .ToFrozenDictionary(type => type.Name);

    private static readonly FrozenDictionary<string, PropertyInfo[]> ParametersByAction = Calls.ToFrozenDictionary(
        call => call.Key,
        call => call.Value.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(property => property.CanWrite).ToArray());

    public static IReadOnlyList<string> Actions { get; } = [.. Calls.Keys.Order(StringComparer.Ordinal)];

    public static IReadOnlyList<string> Changes { get; } = [.. Actions.Where(action => Change(action) is not null)];

    /// <returns>The record of an action that changes something; null for another or an unknown one.</returns>
    public static Type? Change(string action) => Calls.GetValueOrDefault(action) is { } type && type.IsSubclassOf(typeof(CloudChange)) ? type : null;

    /// <returns>None for an unknown action.</returns>
    public static IReadOnlyList<PropertyInfo> Parameters(string action) => ParametersByAction.GetValueOrDefault(action) ?? [];

    /// <summary>The texts that a parameter has in a call: several for a list, none where it is not given.</summary>
    public static IEnumerable<string> Texts(CloudCall call, string parameter) =>
        Parameters(call.Action).FirstOrDefault(property => property.Name == parameter)?.GetValue(call) switch
        {
            null => [],
            string text => [text],
            IEnumerable<string> texts => texts,
            System.Collections.IEnumerable list => list.Cast<object>().Select(item => $"{item}"),
            var value => [$"{value}"],
        };
}
