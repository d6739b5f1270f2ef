using Fairlead.Model.Pods;

namespace Fairlead.Lab.Pods;

/// <summary>A pod as somebody asks for it.</summary>
/// <param name="Node">Empty where a scheduler is to choose.</param>
public sealed record PodRequest(string Name, string Node = "")
{
    public const string DefaultNamespace = "default";

    public string Namespace { get; init; } = DefaultNamespace;

    /// <summary>What the lab's commands call it: its name, with the namespace before it where that is not the usual one.</summary>
    public string Place => Namespace == DefaultNamespace ? Name : $"{Namespace}/{Name}";

    /// <summary>Of the pod's object in the cluster's store; empty where there is none.</summary>
    public string Uid { get; init; } = "";

    public IReadOnlyDictionary<string, string> Annotations { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Labels { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<HostPort> Ports { get; init; } = [];

    /// <summary>Extended resources that it asks for, by name.</summary>
    public IReadOnlyDictionary<string, int> Resources { get; init; } = new Dictionary<string, int>();

    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = new Dictionary<string, string>();
}
