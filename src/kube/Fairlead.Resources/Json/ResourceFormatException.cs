namespace Fairlead.Resources.Json;

/// <summary>What stands in an object's field is not of the field's kind.</summary>
/// <param name="path">The field, <c>spec.interfaces[0].mac</c>.</param>
/// <param name="reason">What was given and what is allowed.</param>
public sealed class ResourceFormatException(string path, string reason) : FormatException($"{path}: {reason}")
{
    public string Path { get; } = path;

    public string Reason { get; } = reason;

    /// <summary>The same, seen from the object that has this one as a field.</summary>
    internal ResourceFormatException Below(string field) => new(Path.StartsWith('[') ? field + Path : Path.Length == 0 ? field : $"{field}.{Path}", Reason);
}
