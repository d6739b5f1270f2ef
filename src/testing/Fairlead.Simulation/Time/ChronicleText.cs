using System.Collections;
using System.Globalization;
using Fairlead.Cloud;
using Fairlead.Resources.Meta;
using Fairlead.Resources.Network;

namespace Fairlead.Simulation.Time;

/// <summary>Records in a line each: with their lists, and without what is empty.</summary>
internal static class ChronicleText
{
    private const int Deepest = 5;

    public static string Of(object? value, int depth = 0) => value switch
    {
        null => "",
        NodeInterface eni => Of(eni),
        CloudInterface eni => $"{eni.Id}({eni.State} {eni.Instance} {eni.Addresses.Count} addresses {eni.Prefixes.Count} prefixes)",
        Condition condition => $"{condition.Type}={condition.Status}:{condition.Reason}",
        string text => text,
        DateTimeOffset at => at.ToString("HH:mm:ss.fff", CultureInfo.InvariantCulture),
        IEnumerable items => "[" + string.Join(' ', items.Cast<object?>().Select(item => Of(item, depth + 1))) + "]",
        Exception error => error.Message,
        IFormattable plain when value.GetType().IsPrimitive || value.GetType().IsEnum || value.GetType().IsValueType => plain.ToString(null, CultureInfo.InvariantCulture) ?? "",
        _ when value.GetType().IsValueType || depth >= Deepest => value.ToString() ?? "",
        _ => value.GetType().Name + "(" + string.Join(' ', Fields(value, depth)) + ")",
    };

    private static string Of(NodeInterface eni) =>
        $"{eni.Id}#{eni.Generation}({eni.Use}{(eni.Retiring ? " retiring" : "")} {string.Join(' ', eni.Ranges.Select(range => $"{range.Range}#{range.Generation}{(range.Retiring ? "!" : "")}"))})";

    private static IEnumerable<string> Fields(object value, int depth) => value.GetType().GetProperties()
        .Where(property => property.GetIndexParameters().Length == 0)
        .Select(property => (property.Name, Value: property.GetValue(value)))
        .Where(field => field.Value is not (null or "" or 0 or 0L or false or ICollection { Count: 0 }))
        .Select(field => $"{field.Name}={Of(field.Value, depth + 1)}");
}
