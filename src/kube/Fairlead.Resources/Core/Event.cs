using Fairlead.Resources.Meta;

namespace Fairlead.Resources.Core;

/// <summary><c>v1</c> Event: what <c>kubectl describe</c> shows below an object.</summary>
public sealed record Event : IResource
{
    public ObjectMeta Metadata { get; init; } = new();

    public ObjectReference InvolvedObject { get; init; } = new();

    public string Reason { get; init; } = "";

    public string Message { get; init; } = "";

    /// <summary><c>Normal</c> or <c>Warning</c>.</summary>
    public string Type { get; init; } = "Normal";

    public EventSource Source { get; init; } = new();

    public DateTimeOffset? FirstTimestamp { get; init; }

    public DateTimeOffset? LastTimestamp { get; init; }

    public int Count { get; init; } = 1;
}

public sealed record ObjectReference
{
    public string ApiVersion { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Namespace { get; init; } = "";

    public string Name { get; init; } = "";

    public string Uid { get; init; } = "";
}

public sealed record EventSource
{
    public string Component { get; init; } = "";

    public string Host { get; init; } = "";
}
