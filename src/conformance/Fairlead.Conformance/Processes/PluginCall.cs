namespace Fairlead.Conformance.Processes;

/// <summary>One call of a plug-in: section 2, "Parameters". A variable that is null is not set.</summary>
public sealed record PluginCall
{
    public string? Command { get; init; }

    public string? ContainerId { get; init; }

    public string? Netns { get; init; }

    public string? InterfaceName { get; init; }

    public string? Arguments { get; init; }

    public string? Path { get; init; }

    /// <summary>Standard input.</summary>
    public string Input { get; init; } = "";

    /// <summary>Whether there is no standard input at all, not even an empty one.</summary>
    public bool InputIsClosed { get; init; }

    public IEnumerable<(string Name, string? Value)> Variables =>
    [
        ("CNI_COMMAND", Command), ("CNI_CONTAINERID", ContainerId), ("CNI_NETNS", Netns), ("CNI_IFNAME", InterfaceName), ("CNI_ARGS", Arguments), ("CNI_PATH", Path),
    ];
}
