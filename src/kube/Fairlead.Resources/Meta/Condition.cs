namespace Fairlead.Resources.Meta;

/// <summary>One thing that is or is not so, with the reason (Kubernetes API conventions, "Typical status properties").</summary>
/// <param name="Type">One of each in a list, <c>AddressesAvailable</c>.</param>
/// <param name="Status"><c>True</c>, <c>False</c> or <c>Unknown</c>.</param>
/// <param name="Reason">One word in CamelCase for programs.</param>
/// <param name="Message">For people: what is so, and what to do.</param>
public sealed record Condition(string Type, string Status, string Reason, string Message)
{
    public const string True = "True";
    public const string False = "False";
    public const string Unknown = "Unknown";

    /// <summary>When <see cref="Status"/> last became what it is.</summary>
    public DateTimeOffset? LastTransitionTime { get; init; }

    public long ObservedGeneration { get; init; }
}
