using Fairlead.Model.Pods;

namespace Fairlead.Lab.Pods;

/// <summary>A pod as somebody asks for it.</summary>
public sealed record PodRequest(string Name, string Node)
{
    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<HostPort> Ports { get; init; } = [];
}
