using Fairlead.Resources.Meta;

namespace Fairlead.Resources.Core;

/// <summary><c>v1</c> Pod: the fields that Fairlead reads or writes.</summary>
public sealed record Pod : IResource
{
    public ObjectMeta Metadata { get; init; } = new();

    public PodSpec Spec { get; init; } = new();

    public PodStatus Status { get; init; } = new();
}

public sealed record PodSpec
{
    /// <summary>Empty until a scheduler has chosen one.</summary>
    public string NodeName { get; init; } = "";

    public bool HostNetwork { get; init; }

    public IReadOnlyDictionary<string, string> NodeSelector { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<Container> Containers { get; init; } = [];

    public IReadOnlyList<Container> InitContainers { get; init; } = [];

    public long? TerminationGracePeriodSeconds { get; init; }
}

public sealed record Container
{
    public string Name { get; init; } = "";

    public string Image { get; init; } = "";

    public IReadOnlyList<string> Command { get; init; } = [];

    public IReadOnlyList<string> Args { get; init; } = [];

    public ContainerResources Resources { get; init; } = new();

    public IReadOnlyList<ContainerPort> Ports { get; init; } = [];
}

public sealed record ContainerResources
{
    public IReadOnlyDictionary<string, string> Requests { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Limits { get; init; } = new Dictionary<string, string>();
}

public sealed record ContainerPort
{
    public int Number { get; init; }

    public int HostPort { get; init; }

    public string HostIP { get; init; } = "";

    public string Protocol { get; init; } = "TCP";
}

public sealed record PodStatus
{
    /// <summary><c>Pending</c>, <c>Running</c>, <c>Succeeded</c>, <c>Failed</c>.</summary>
    public string Phase { get; init; } = "";

    public string Message { get; init; } = "";

    public string Reason { get; init; } = "";

    public string PodIP { get; init; } = "";

    public IReadOnlyList<PodIp> PodIPs { get; init; } = [];

    public string HostIP { get; init; } = "";

    public IReadOnlyList<Condition> Conditions { get; init; } = [];
}

public sealed record PodIp(string Ip);
