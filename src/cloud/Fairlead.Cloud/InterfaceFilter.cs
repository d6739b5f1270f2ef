namespace Fairlead.Cloud;

/// <summary>Which ENIs are listed: those for which all that is given holds. Null and empty: any.</summary>
public sealed record InterfaceFilter
{
    /// <summary>As many as you like; those that are not there are missing from the list.</summary>
    public IReadOnlyList<string> Ids { get; init; } = [];

    public string? Vpc { get; init; }

    public string? VSwitch { get; init; }

    public string? Instance { get; init; }

    public InterfaceRole? Role { get; init; }

    public InterfaceState? State { get; init; }

    /// <summary>Tags that it must bear, with these values; 20 at most.</summary>
    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();
}
